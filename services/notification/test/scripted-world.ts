import type { Delivered, Page } from '../src/domain/correspondence/index.ts'
import type { Ports, Sending } from '../src/effects/ports.ts'

/** Pages, mail server and channel that answer as the test says, and remember what they were asked. */
export class ScriptedWorld implements Ports {
  readonly mails: Sending[] = []
  readonly alerts: Sending[] = []
  readonly asked: Page[] = []
  isShown: (page: Page) => boolean = () => true
  /** Thrown instead of an answer, once each. */
  readonly failures: Error[] = []

  readonly pages = {
    shows: async (page: Page): Promise<boolean> => {
      this.asked.push(page)
      return this.isShown(page)
    },
    linkTo: ({ service, path }: Page): string => `http://site/api/${service}${path}`,
  }
  readonly sendMail = (sending: Sending): Promise<Delivered> => this.#take(this.mails, sending)
  readonly sendAlert = (sending: Sending): Promise<Delivered> => this.#take(this.alerts, sending)

  async #take(list: Sending[], sending: Sending): Promise<Delivered> {
    list.push(sending)
    const failure = this.failures.shift()
    if (failure) throw failure
    return { status: 'sent' }
  }
}
