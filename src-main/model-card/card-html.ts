/** A model card as one HTML file: it opens without a network, holds no script and fetches nothing. */
import type { Locale } from '#shared/text/sentence.ts';
import { html, Markup } from '../evaluation-report/markup.ts';
import { pageStyle } from '../evaluation-report/style.ts';
import type { Block, Card, Cell } from './card.ts';

const cardStyle = `
td, tbody th { text-align: left; white-space: normal; overflow-wrap: anywhere; max-width: 44rem; }
tbody th { font-weight: normal; opacity: .75; }
ul { max-width: 60rem; padding-left: 1.2rem; }
table { margin: .4rem 0 .8rem; }
`;

export function cardAsHtml(card: Card, locale: Locale): string {
  const words = (cell: Cell): string => (typeof cell === 'string' ? cell : cell[locale]);
  return `<!doctype html>\n${html`<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words(card.title)}</title>
<style>${new Markup(pageStyle + cardStyle)}</style>
</head>
<body>
<h1>${words(card.title)}</h1>
<p>${words(card.about)}</p>
${card.sections.map(({ title, blocks }) => html`<section><h2>${words(title)}</h2>
${blocks.map((block) => asMarkup(block, words))}</section>
`)}</body>
</html>`.text}\n`;
}

function asMarkup(block: Block, words: (cell: Cell) => string): Markup {
  switch (block.kind) {
    case 'text': return html`<p>${withCode(words(block.text))}</p>\n`;
    case 'list': return html`<ul>${block.items.map((item) => html`<li>${words(item)}</li>`)}</ul>\n`;
    case 'table': return html`<div class="wide"><table>${block.header === null ? [] : html`<thead><tr>${block.header.map((cell) => html`<th scope="col">${words(cell)}</th>`)}</tr></thead>`}
<tbody>${block.rows.map(([first = '', ...others]) => html`<tr><th scope="row">${words(first)}</th>${others.map((cell) => html`<td>${words(cell)}</td>`)}</tr>`)}</tbody></table></div>\n`;
  }
}

/** What stands between two back-ticks is what a person types. */
function withCode(text: string): readonly Markup[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
