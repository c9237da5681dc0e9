/** How the report looks, on a light or dark screen and on paper. Colours of the verdicts as Okabe and Ito chose them, for all eyes. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8886; --ink: light-dark(#1a1d21, #e6e8ea); --paper: light-dark(#fff, #15181c); }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
p { margin: .3rem 0; max-width: 60rem; }
small { display: block; opacity: .75; font-weight: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { white-space: normal; vertical-align: bottom; }
th:first-child, .missed, .invented, .both, .neither { text-align: left; }
tbody th { vertical-align: top; }
td.missed, td.invented { font-weight: 600; }
figure { margin: 0; }
.figures, .slices { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(26rem, 1fr)); }
.slices { grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.slice { position: relative; background: light-dark(#f2f3f5, #0b0d10); }
.slice svg { display: block; width: 100%; height: 17rem; shape-rendering: crispEdges; }
.slice b { position: absolute; font-size: .8rem; opacity: .7; }
.slice .left { left: .4rem; top: calc(50% - .6rem); }
.slice .top { top: .1rem; left: calc(50% - .3rem); }
.grid { stroke: var(--line); }
.whisker, .median { stroke: var(--ink); }
.median { stroke-width: 2; }
.box { fill: #56b4e980; stroke: var(--ink); }
circle { fill: none; stroke: var(--ink); }
text { fill: var(--ink); font-size: 12px; }
.tick { text-anchor: middle; }
.name { text-anchor: end; }
.key svg { width: .9em; height: .9em; vertical-align: -.1em; }
.key { margin-right: 1em; white-space: nowrap; }
path.agreed, rect.agreed { fill: #999; }
path.missed, rect.missed { fill: #0072b2; }
path.invented, rect.invented { fill: #e69f00; }
path.confused, rect.confused { fill: #cc79a7; }
@media print { .slice, .key, .box { print-color-adjust: exact; } body { margin: 0; max-width: none; } .wide { overflow: visible; } table { font-size: 8pt; } tr, figure { break-inside: avoid; } }
`;
