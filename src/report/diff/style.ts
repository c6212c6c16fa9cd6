/** Light or dark, as the reader's system is; colours of marks are told apart by their shape too. */
export const style = `
:root { color-scheme: light dark; --back: #fff; --front: #1b1f24; --soft: #59636e; --line: #d1d9e0; --panel: #f3f5f7;
  --added: #1a7f37; --removed: #cf222e; --changed: #9a6700; --moved: #0969da; }
@media (prefers-color-scheme: dark) { :root { --back: #14171c; --front: #e6e9ed; --soft: #9aa4af; --line: #343b44;
  --panel: #20252c; --added: #3fb950; --removed: #ff7b72; --changed: #d29922; --moved: #58a6ff; } }
body { margin: 0; background: var(--back); color: var(--front); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0; overflow-wrap: anywhere; } h1 span { color: var(--soft); }
h2 { font-size: 17px; margin: 32px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); }
h4 { margin: 8px 0 4px; font-size: 12px; color: var(--soft); font-weight: 600; }
small, .note, header p { color: var(--soft); font-weight: 400; }
ul { list-style: none; padding: 0; } li { margin: 6px 0; padding-left: 26px; text-indent: -26px; overflow-wrap: anywhere; }
li.risk::before { content: "⚠ "; color: var(--removed); font-weight: 700; padding-right: 8px; }
li.note::before { content: "→ "; color: var(--moved); padding-right: 8px; }
.pictures, .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
@media (max-width: 760px) { .pictures, .sides { grid-template-columns: 1fr; } }
figure { margin: 0; } figcaption { color: var(--soft); font-size: 13px; margin-bottom: 4px; }
svg { width: 100%; height: auto; background: var(--panel); border-radius: 6px; }
svg rect { fill: var(--back); stroke: var(--line); } svg text { fill: var(--front); font: 11px system-ui, sans-serif; }
svg .type { fill: var(--soft); font-size: 10px; } svg .row rect { fill: none; stroke: none; }
svg .inside rect { stroke-dasharray: 3 3; }
svg .row text { font-weight: 700; fill: var(--soft); } svg .same text { opacity: 0.65; }
svg .added rect { stroke: var(--added); stroke-width: 3; fill: color-mix(in srgb, var(--added) 14%, var(--back)); }
svg .removed rect { stroke: var(--removed); stroke-width: 3; stroke-dasharray: 6 4; fill: color-mix(in srgb, var(--removed) 14%, var(--back)); }
svg .changed rect { stroke: var(--changed); stroke-width: 3; fill: color-mix(in srgb, var(--changed) 14%, var(--back)); }
svg .moved rect { stroke: var(--moved); stroke-width: 2; stroke-dasharray: 2 3; }
.entry { margin: 6px 0; border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; }
summary { cursor: pointer; overflow-wrap: anywhere; } summary b { font-size: 12px; font-weight: 600; display: inline-block; min-width: 64px; }
b.added { color: var(--added); } b.removed { color: var(--removed); } b.changed { color: var(--changed); } b.moved { color: var(--moved); }
pre { margin: 0; padding: 8px; border-radius: 4px; background: var(--panel); white-space: pre-wrap; overflow-wrap: anywhere;
  font: 12px/1.5 ui-monospace, monospace; border-left: 3px solid var(--line); }
pre.before { border-color: var(--removed); } pre.after { border-color: var(--added); } .sides { padding-bottom: 8px; }
`;
