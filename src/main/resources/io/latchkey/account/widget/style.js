// Custom properties and parts are the site's to set; without them it looks at home on most pages.
// Sheets that are made like this need no style-src of the page's Content-Security-Policy.

const css = `
:host {
  --_accent: var(--latchkey-accent, light-dark(#1f4fa3, #9dbcff));
  --_on-accent: var(--latchkey-on-accent, light-dark(#fff, #0b1a38));
  --_surface: var(--latchkey-surface, light-dark(#fff, #1d2026));
  --_ink: var(--latchkey-ink, light-dark(#1b1d21, #eceef2));
  --_soft: var(--latchkey-soft, light-dark(#565c66, #aab1bd));
  --_line: var(--latchkey-line, light-dark(#c9ced6, #454b56));
  --_radius: var(--latchkey-radius, 10px);
  display: block;
}
:host([scheme=auto]) { color-scheme: light dark }
:host([scheme=light]) { color-scheme: light }
:host([scheme=dark]) { color-scheme: dark }
[hidden] { display: none !important }
* { box-sizing: border-box }
.faded { mask-image: linear-gradient(#000 30%, #0002) }
.note, .wall, footer, dialog, .toast { font: 1rem/1.5 var(--latchkey-font, system-ui, sans-serif) }
.note { margin: 0 0 1rem; font-size: .875rem; color: var(--_soft); border-inline-start: 3px solid var(--_accent);
  padding-inline-start: .75rem }
.note:empty { display: none }
.skeleton { margin-block: 1rem; display: grid; gap: .8rem }
.skeleton i { height: .9em; border-radius: 4px; background: var(--_line); opacity: .6; animation: wait 1.6s ease-in-out infinite alternate }
.skeleton i:last-child { width: 60% }
@keyframes wait { to { opacity: .25 } }
.wall, dialog { background: var(--_surface); color: var(--_ink); border: 1px solid var(--_line); border-radius: var(--_radius) }
.wall { margin-block: 1rem; padding: 1.25rem 1.4rem; border-block-start: 4px solid var(--_accent) }
h2, h3, p, ul { margin: 0 }
h2 { font-size: 1.3rem; line-height: 1.25; text-wrap: balance }
h2:focus { outline: none }
h3 { font-size: 1rem }
.text { color: var(--_soft); margin-block-start: .25rem }
.left { font-weight: 650; margin-block-start: .6rem }
.ways { display: flex; flex-wrap: wrap; gap: .6rem; margin-block-start: 1rem; align-items: center }
.ways:empty { display: none }
details { margin-block-start: 1rem }
summary { cursor: pointer; color: var(--_soft); padding-block: .35rem; width: fit-content }
ul { list-style: none; padding: 0; margin-block-start: 1rem; display: grid; gap: .6rem }
li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
  border: 1px solid var(--_line); border-radius: var(--_radius); padding: .8rem 1rem }
li p { color: var(--_soft); font-size: .9rem }
.consent { display: flex; gap: .6rem; margin-block-start: 1rem; color: var(--_soft); font-size: .875rem }
input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--_accent) }
button { font: inherit; font-weight: 600; line-height: 1.25; padding: .65rem 1.1rem; min-height: 44px;
  border-radius: calc(var(--_radius) * .8); border: 1px solid var(--_line); background: none; color: inherit; cursor: pointer }
button:hover { border-color: currentColor }
.primary { background: var(--_accent); color: var(--_on-accent); border-color: transparent }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px }
[aria-disabled=true] { opacity: .6; cursor: progress }
footer { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .8125rem; color: var(--_soft) }
footer a { color: inherit; padding-block: .25rem }
dialog { padding: 1.5rem; width: min(26rem, calc(100vw - 2rem)); box-shadow: 0 12px 48px #0006 }
dialog::backdrop { background: #0008 }
dialog p { margin-block-start: .4rem }
dialog .ways { justify-content: flex-end; margin-block-start: 1.4rem }
.toast { position: fixed; inset-block-end: 1.25rem; inset-inline: 1rem; margin-inline: auto; width: fit-content; max-width: 26rem; text-wrap: balance;
  background: var(--_ink); color: var(--_surface); padding: .75rem 1.2rem; border-radius: var(--_radius); z-index: 2147483647;
  box-shadow: 0 4px 24px #0005; animation: rise .2s ease-out }
.toast:empty { padding: 0; box-shadow: none; animation: none }
@keyframes rise { from { opacity: 0; translate: 0 .6rem } }
@media (max-width: 30rem) {
  .wall { padding: 1.1rem 1rem }
  .wall button { width: 100% }
  dialog button { flex: 1 }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important } }
@media (forced-colors: active) { .primary { border-color: ButtonText } }
@media print { .wall, .toast, .skeleton, footer { display: none } }
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
