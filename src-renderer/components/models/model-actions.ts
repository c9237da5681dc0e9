/** What a person does with a model: use it, go back, write its card, delete it. Each says what became of it. */
import type { ModelInfo } from '#shared/contract/training.ts';
import { client } from '../../connection/client.ts';
import { saveText } from '../../connection/files-in-out.ts';
import { useWords } from '../../locales/use-words.ts';
import { useConfirmation } from '../../stores/confirmation.ts';
import { useToasts } from '../../stores/toasts.ts';

type Named = Pick<ModelInfo, 'id' | 'name'>;

export function useModelActions() {
  const { language } = useWords();
  const toasts = useToasts();
  const confirmation = useConfirmation();
  const tried = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      toasts.failed(error);
    }
  };
  return {
    activate: ({ id, name }: Named) => tried(async () => {
      await client.training.activate({ id });
      toasts.tell({ kind: 'done', text: { word: 'train.used', values: { name } } });
    }),
    rollBack: () => tried(async () => {
      const { name } = await client.models.rollBack();
      toasts.tell({ kind: 'done', text: { word: 'train.used', values: { name } } });
    }),
    describe: ({ id }: Pick<Named, 'id'>, change: { readonly name: string; readonly note: string }) => tried(async () => {
      await client.models.describe({ id, ...change });
      toasts.tell({ kind: 'done', text: { word: 'models.saved' } });
    }),
    saveCard: ({ id }: Pick<Named, 'id'>, format: 'html' | 'markdown') => tried(async () => {
      const { name, text } = await client.models.card({ id, format, locale: language.value });
      saveText(name, text, format === 'html' ? 'text/html' : 'text/markdown');
      toasts.tell({ kind: 'done', text: { word: 'models.cardSaved', values: { name } } });
    }),
    /** Asks first, unless something needs it: then the host's refusal says what. */
    remove: ({ id, name }: Named) => tried(async () => {
      const { neededBy } = await client.models.facts({ id });
      if (neededBy === null && !await confirmation.ask({
        title: 'models.deleteTitle', text: 'models.deleteText', values: { name }, act: 'models.deleteAct', stay: 'models.keep',
      })) return;
      await client.models.remove({ id });
      toasts.tell({ kind: 'done', text: { word: 'models.gone', values: { name } } });
    }),
  };
}
