/** Words of `lamina log`; what each kind of event is called stands in the contract, since the window says it too. */
export const logTexts = {
  about: { en: 'List what was done in a project: when, by whom, on which case or model, with which model’s help; the newest last.', 'zh-CN': '列出项目中的操作：时间、人员、病例或模型，以及借助了哪个模型；最新的在最后。' },
  project: { en: 'folder of the project', 'zh-CN': '项目文件夹' },
  case: { en: 'only what was done on this case', 'zh-CN': '仅列出此病例的操作' },
  since: { en: 'only from this day, or time in UTC, on, e.g. 2026-01-31', 'zh-CN': '仅列出此日期或 UTC 时间之后的操作，例如 2026-01-31' },
  by: { en: 'only what this person did', 'zh-CN': '仅列出此人的操作' },
  kind: { en: 'only these kinds, separated by commas, as --json calls them, e.g. edit,export', 'zh-CN': '仅列出这些类别，以英文逗号分隔，名称同 --json，例如 edit,export' },
  notTime: { en: '--since takes a day like 2026-01-31 or a time like 2026-01-31T12:00Z, not “{given}”.', 'zh-CN': '--since 应为 2026-01-31 这样的日期或 2026-01-31T12:00Z 这样的时间，而不是“{given}”。' },
  when: { en: 'When (UTC)', 'zh-CN': '时间（UTC）' },
  who: { en: 'Who', 'zh-CN': '人员' },
  what: { en: 'What', 'zh-CN': '操作' },
  on: { en: 'On', 'zh-CN': '对象' },
} as const;
