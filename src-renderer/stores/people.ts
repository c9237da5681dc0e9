/** Who is at this window, and who else has worked on the project. There are no passwords: a name says who did what. */
import { defineStore } from 'pinia';
import { computed, nextTick, ref, shallowRef, watch } from 'vue';
import { client } from '../connection/client.ts';
import { heldPerson, holdPerson } from '../connection/person.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

export const usePeople = defineStore('people', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  /** As the project knows them; null before the host has said so. */
  const name = ref<string | null>(null);
  /** The user of this machine. */
  const usual = ref<string | null>(null);
  const known = shallowRef<readonly string[]>([]);
  /** Counts who has come: all that a page has asked for was somebody's. */
  const changes = ref(0);
  /** Somebody goes: there is no page until the window knows what whoever comes may see. */
  const changing = ref(false);
  /** The field of the menu is asked for, by a command. */
  const asked = ref(false);
  const leaving = new Set<(person: string | null) => void>();

  const refresh = createRefresher(async () => {
    try {
      const [there, at, people] = await Promise.all([
        client.people.current(undefined, { context: { person: null } }),
        client.people.current(),
        workplace.project === null ? [] : client.people.list(),
      ]);
      usual.value = there.name;
      name.value = at.name;
      known.value = people.map((person) => person.name);
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  });
  watch([() => workplace.project?.id, () => workplace.connected], () => { void refresh(); }, { immediate: true });
  workplace.listen((event) => { if (event.kind === 'people') void refresh(); });

  /** One person comes at a time: two would make the page of the one with what the other may know. */
  let underway = false;
  return {
    name,
    usual,
    changes,
    changing,
    asked,
    /** Whom one can sign in as by a click: everybody the project knows, and the user of this machine. */
    others: computed(() => [...new Set([...known.value, ...(usual.value === null ? [] : [usual.value])])].filter((one) => one !== name.value).sort((a, b) => a.localeCompare(b))),
    refresh,
    /** Told just before somebody else comes, with how requests name who goes; null: the user of this machine. @returns ends it */
    beforeChange(listener: (person: string | null) => void): () => void {
      leaving.add(listener);
      return () => { leaving.delete(listener); };
    },
    /** From then on the window's requests name this person; strokes that still wait stay of whoever drew them. @returns whether they do */
    async signIn(wanted: string): Promise<boolean> {
      if (underway) return false;
      underway = true;
      try {
        const { name: come } = await client.people.signIn({ name: wanted });
        if (come === name.value) return true;
        for (const tell of leaving) tell(heldPerson());
        // What the page ends when it goes, it ends in the name of whoever began it; nothing of it is left to act in another's.
        changing.value = true;
        toasts.forgetSteps();
        await nextTick();
        holdPerson(come === usual.value ? null : come);
        // Who reads a case blind is told less of it: before their page is made, the window knows no more than they may.
        await Promise.all([refresh(), workplace.refreshProject()]);
        return true;
      } catch (error) {
        toasts.failed(error);
        return false;
      } finally {
        if (changing.value) changes.value += 1;
        changing.value = false;
        underway = false;
      }
    },
  };
});
