/** A model card as Markdown (CommonMark with tables, as GitHub writes them). */
import type { Locale } from '#shared/text/sentence.ts';
import type { Block, Card, Cell } from './card.ts';

export function cardAsMarkdown(card: Card, locale: Locale): string {
  const words = (cell: Cell): string => (typeof cell === 'string' ? cell : cell[locale]);
  const parts = [
    `# ${plain(words(card.title))}`,
    plain(words(card.about)),
    ...card.sections.flatMap(({ title, blocks }) => [`## ${plain(words(title))}`, ...blocks.map((block) => asText(block, words))]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function asText(block: Block, words: (cell: Cell) => string): string {
  switch (block.kind) {
    case 'text': return words(block.text).split('`').map((part, at) => (at % 2 === 1 ? `\`${part}\`` : plain(part))).join('');
    case 'list': return block.items.map((item) => `- ${plain(words(item))}`).join('\n');
    case 'table': {
      const columns = Math.max(...block.rows.map((row) => row.length), block.header?.length ?? 0);
      const line = (cells: readonly Cell[]): string => `| ${Array.from({ length: columns }, (_, at) => plain(words(cells[at] ?? ''))).join(' | ')} |`;
      // A table has a head in this form; one of names and values has an empty one.
      return [line(block.header ?? []), `|${' --- |'.repeat(columns)}`, ...block.rows.map(line)].join('\n');
    }
  }
}

/** Names and notes come from people: what would be mark-up, or break a line, is written as itself. */
function plain(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').replace(/[\\`*_[\]<>|#&]/g, (character) => `\\${character}`);
}
