/** What guests and kitchens may type: nothing of it may be executed, and nothing may break a page. */
export const MARKUP = `<img src=x onerror="document.title='executed'"><script>document.title='executed'</script>`
export const NASTY_KIT = `Autumn menu ${MARKUP}`
export const RTL_KIT = 'قائمة الخريف مع الكمأة'
export const RTL_TITLE = 'عشاء على طاولة الطاهي 2026 (RTL)'
export const LONG_TITLE = 'TwoHundredCharactersWithoutABreak'.repeat(7).slice(0, 200)
