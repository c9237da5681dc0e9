/** Every word that the page shows or says to a screen reader. */
import type { Page } from 'playwright-core';

// As text: what runs in the page is not compiled with the tests.
const collect = `(() => {
  const words = new Set();
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!['STYLE', 'SCRIPT'].includes(node.parentElement.tagName) && shown(node.parentElement)) words.add(node.data.trim());
  }
  for (const element of document.body.querySelectorAll('*')) {
    if (!shown(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription', 'aria-valuetext']) words.add((element.getAttribute(name) ?? '').trim());
  }
  return [...words].filter((word) => word !== '');
})()`;

export async function shownWords(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(collect);
}

/** A key that no translation was found for. */
export function isRawKey(word: string): boolean {
  return /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(word);
}

/** What is written alike in every language: the product, formats, keys, measures, units, directions; the beginning of a hash. */
const everywhere = /\b[0-9a-f]{12}\b|TensorFlow [\d.]+, (?:native|JavaScript), (?:CPU|GPU)|\.nii\.gz|\bunet-(?:2d|classic)\b|\b(?:Lamina|ITK-SNAP|3D Slicer|Seg-Grad-CAM|log|Otsu|Dice|Hausdorff|Jaccard|HD95|NIfTI|DICOM|PNG|FLAIR|CSV|JSON|Markdown|GPU|CPU|U-Net|English|CT|MR|ZIP|Ctrl|Shift|Alt|Tab|Esc|Space|Enter|Delete|Backspace|Home|End|PgUp|PgDn|PageUp|PageDown|GB|MB|KB|cm|mm|ml|px|min|[A-Z]|[xyz]|v?\d[\d.]*)\b/g;

/** Letters of Latin words that are in no list of allowed ones: in Chinese, English that was forgotten. */
export function forgottenEnglish(word: string, names: readonly string[]): boolean {
  const without = names.reduce((left, name) => left.replaceAll(name, ''), word).replace(everywhere, '');
  return /[A-Za-z]{2,}/.test(without);
}
