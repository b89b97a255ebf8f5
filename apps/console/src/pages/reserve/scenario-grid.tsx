import { Card, Icon, SagaStatus } from '../../ui/index.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'

interface Props {
  readonly busy: string | undefined
  readonly onStart: (scenario: Scenario) => void
}

export function ScenarioGrid({ busy, onStart }: Props) {
  return (
    <Card title="Scenarios" aside={<span className="soft small">Each opens an account and an evening of its own</span>}>
      <ul className="scenarios">
        {SCENARIOS.map((scenario) => (
          <li key={scenario.name}>
            <button type="button" className="scenario" disabled={busy !== undefined} onClick={() => onStart(scenario)}>
              <span className="row between">
                <strong>{scenario.name}</strong>
                <Icon name={busy === scenario.name ? 'clock' : 'play'} />
              </span>
              <span className="soft small">{scenario.what}</span>
              <span className="scenario-end">
                <SagaStatus saga={{ ...scenario.ends, stuck: false }} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
