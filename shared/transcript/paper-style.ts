/** The style of what is written down: ink on paper, also on a dark screen; no ligatures, so that every word can be searched for in a PDF. The mark lies across every printed page, and in its margins. */
export const paperStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; background: #fff; color: #1b2327; font: 14px/22px system-ui, sans-serif; font-variant-ligatures: none; overflow-wrap: anywhere; }
.mark { color: #56646b; font-size: 12px; line-height: 18px; }
header.mark { padding-bottom: 8px; border-bottom: 1px solid #d5dcdf; }
footer.mark { margin-top: 24px; padding-top: 8px; border-top: 1px solid #d5dcdf; }
h1 { margin: 24px 0 4px; font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { margin: 32px 0 8px; font-size: 16px; line-height: 24px; font-weight: 600; break-after: avoid; }
.notice { margin: 0 0 16px; color: #56646b; font-size: 13px; line-height: 20px; }
dl { margin: 0 0 24px; font-size: 13px; line-height: 20px; }
dl div { display: flex; gap: 12px; }
dt { flex: 0 0 8rem; color: #56646b; }
dd { margin: 0; min-width: 0; }
article { margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #d5dcdf; }
article.company { border-left-color: #1f7a78; }
article.note { border-left-color: #a77b1a; }
article.event { border-left-style: dotted; }
h3 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; margin: 0; font-size: 13px; line-height: 20px; font-weight: 600; break-after: avoid; }
time { color: #56646b; font-weight: 400; font-variant-numeric: tabular-nums; }
.detail { margin: 0; color: #56646b; font-size: 12px; line-height: 18px; }
.text { margin: 2px 0 0; white-space: pre-wrap; }
.hidden { padding: 0 5px; border: 1px solid #c3ccd0; border-radius: 6px; background: #f1f4f5; font-size: 12px; white-space: nowrap; }
.across { display: none; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; line-height: 16pt; }
  h1 { margin-top: 0; }
  .text { orphans: 3; widows: 3; }
  .across { position: fixed; inset: 0; z-index: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; color: rgb(27 35 39 / 9%); font-size: 22pt; line-height: 30pt; font-weight: 600; text-align: center; transform: rotate(-35deg); }
}
`;
