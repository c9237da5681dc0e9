/** Everything that the palette finds: commands, settings, projects, labels, cases; in the words of both languages. */
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { locales } from '#shared/text/sentence.ts';
import { mouseSchemes } from '../../editing/mouse-schemes.ts';
import { commands, type Command } from '../../editing/shortcuts.ts';
import { useWords, type Word } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useDialogs } from '../../stores/dialogs.ts';
import { useImports } from '../../stores/imports.ts';
import { useKeys } from '../../stores/keys.ts';
import { usePreferences, type Preferences } from '../../stores/preferences.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { commandText, isLabelKey } from '../keys/command-words.ts';
import { useCommandItems } from '../menu/command-items.ts';
import { useProjectSteps } from '../project/project-steps.ts';

export interface PaletteItem {
  /** The same for the same thing, however it is called today. */
  readonly id: string;
  readonly kind: 'command' | 'case' | 'label' | 'project' | 'setting';
  readonly text: string;
  /** In the other languages. */
  readonly alsoCalled: readonly string[];
  readonly keys: readonly string[];
  readonly whyNot: string | null;
  readonly run: () => void;
}

export function usePaletteItems() {
  const { t, language } = useWords();
  const { t: translate } = useI18n({ useScope: 'global' });
  const router = useRouter();
  const workplace = useWorkplace();
  const preferences = usePreferences();
  const annotating = useAnnotating();
  const dialogs = useDialogs();
  const imports = useImports();
  const keys = useKeys();
  const item = useCommandItems();
  const projectSteps = useProjectSteps();

  const inEach = (textIn: (locale: string) => string) =>
    ({ text: textIn(language.value), alsoCalled: locales.filter((locale) => locale !== language.value).map(textIn) });
  const named = (...words: readonly Word[]) => inEach((locale) => words.map((word) => translate(word, {}, { locale })).join(': '));
  const plain = { keys: [], whyNot: null } as const;

  const commandItem = (command: Command): PaletteItem =>
    ({ id: command, kind: 'command', ...item(command), ...inEach((locale) => commandText(command, (word, values = {}) => translate(word, values, { locale }))) });
  const settingItem = (id: string, change: Partial<Preferences>, ...words: readonly Word[]): PaletteItem =>
    ({ id, kind: 'setting', ...named(...words), ...plain, run: () => preferences.change(change) });
  const stepItem = (id: string, word: Word, run: () => void, whyNot: Word | null = null): PaletteItem =>
    ({ id, kind: 'project', ...named('frame.project.menu', word), keys: [], whyNot: whyNot === null ? null : t(whyNot), run });

  const settings = (): PaletteItem[] => [
    ...(['dark', 'light', 'system'] as const).map((theme) => settingItem(`theme.${theme}`, { theme }, 'frame.settings.theme', `frame.settings.${theme}`)),
    ...mouseSchemes.map((mouse) => settingItem(`mouse.${mouse}`, { mouse }, 'menus.mouse.title', `menus.mouse.schemes.${mouse}`)),
    ...(['radiological', 'neurological'] as const).map((display) => settingItem(`display.${display}`, { display }, 'frame.settings.display', `frame.settings.${display}`)),
    { ...settingItem('language.en', { language: 'en' }, 'frame.settings.language'), text: `${t('frame.settings.language')}: English` },
    { ...settingItem('language.zh-CN', { language: 'zh-CN' }, 'frame.settings.language'), text: `${t('frame.settings.language')}: 简体中文` },
  ];
  const projects = (): PaletteItem[] => {
    const needsProject = workplace.project === null ? 'palette.why.noProject' : null;
    const readOnly = needsProject ?? (workplace.project?.readOnly === null ? null : 'palette.why.readOnly');
    const others = preferences.settings.recentProjects.filter(({ folder }) => folder !== workplace.project?.folder);
    return [
      stepItem('project.new', 'projects.new', () => dialogs.open('create-project')),
      stepItem('project.open', 'projects.openOther', () => dialogs.open('open-project')),
      stepItem('project.example', 'projects.example', () => { void projectSteps.openExample(); }),
      stepItem('project.close', 'projects.close', () => { void projectSteps.closeProject(); }, needsProject),
      stepItem('project.log', 'log.title', () => dialogs.open('log'), needsProject),
      stepItem('project.import', 'cases.import', () => imports.prepare(), readOnly),
      ...others.map(({ folder, name }): PaletteItem => ({ id: folder, kind: 'project', text: name, alsoCalled: [folder], ...plain, run: () => { void projectSteps.openFolder(folder); } })),
    ];
  };
  const labels = (): PaletteItem[] => workplace.labelTable.map(({ index, name }, place): PaletteItem => ({
    id: `label ${index}`,
    kind: 'label',
    text: name,
    alsoCalled: [],
    keys: place < 9 ? keys.captionsOf(`label.${(place + 1) as 1}`) : [],
    whyNot: null,
    run() {
      annotating.chooseLabel(index);
      if (router.currentRoute.value.name !== 'annotate') void router.push({ name: 'annotate' });
    },
  }));
  const cases = (): PaletteItem[] => workplace.cases.map(({ id, name, patient }): PaletteItem => ({
    id, kind: 'case', text: name, alsoCalled: [patient], ...plain, run: () => { void router.push({ name: 'annotate', params: { caseId: id } }); },
  }));

  return {
    /** Some hundred. */
    few: (): PaletteItem[] => [...commands.filter((command) => !isLabelKey(command)).map(commandItem), ...projects(), ...labels(), ...settings()],
    /** Ten thousand, perhaps. */
    cases,
  };
}
