/** Light and dark by what the reader's system prefers; the record under way is lit, unless motion is unwanted. */
export const PICTURE_STYLE = `
:root{--page:#fff;--ink:#1f2328;--dim:#59636e;--box:#eef4fb;--edge:#7d9cc0;--log:#f6f8fa;--line:#d1d9e0;--event:#0b5cad;--lit:#d9480f;--undo:#b42318}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#f0f6fc;--dim:#9198a1;--box:#16243a;--edge:#4c6a92;--log:#151b23;--line:#3d444d;--event:#79b8ff;--lit:#ffa657;--undo:#ff8a80}}
text{font:12px ui-sans-serif,system-ui,sans-serif;fill:var(--ink);text-anchor:middle}
.page{fill:var(--page)}.log{fill:var(--log);stroke:var(--line)}.life{stroke:var(--line);stroke-dasharray:2 4}
.service{fill:var(--box);stroke:var(--edge)}.name{font-size:14px;font-weight:600}.database{fill:var(--page);stroke:var(--edge)}
.small,.note{font-size:11px;fill:var(--dim)}.note{text-anchor:start}
.event{font:11px ui-monospace,SFMono-Regular,Menlo,monospace;fill:var(--now,var(--event));stroke:var(--log);stroke-width:4px;paint-order:stroke}
.arrow{stroke:var(--now,var(--event));stroke-width:1.4}.dot,.head{fill:var(--now,var(--event))}
.undo{--now:var(--undo)}.undo .arrow{stroke-dasharray:5 3}
@media (prefers-reduced-motion:no-preference){
.record :is(.arrow,.dot,.head,.event){animation:12s infinite calc(var(--turn)*1.1s)}
.record .arrow{animation-name:lit-line}.record :is(.dot,.head,.event){animation-name:lit-fill}
@keyframes lit-line{0%{stroke:var(--lit);stroke-width:3}9%{stroke:var(--lit);stroke-width:3}12%{stroke:var(--event);stroke-width:1.4}}
@keyframes lit-fill{0%{fill:var(--lit)}9%{fill:var(--lit)}12%{fill:var(--event)}}}
`
