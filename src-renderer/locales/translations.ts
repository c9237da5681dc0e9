/** The words of the window in both languages; what comes from the host brings both with it. */
import { createI18n } from 'vue-i18n';
import type { Locale } from '#shared/text/sentence.ts';
import { en } from './en/en.ts';
import { zhCN } from './zh-CN/zh-cn.ts';

export function createTranslations() {
  return createI18n({
    legacy: false,
    locale: systemLocale(),
    fallbackLocale: 'en',
    messages: { en, 'zh-CN': zhCN },
    // A missing word is a defect that the compiler already refuses; nothing to warn of at run time.
    missingWarn: false,
    fallbackWarn: false,
  });
}

export function systemLocale(): Locale {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
