/** Remembers where a person is in a case and with what in the hand, and brings both back in the next window. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import type { z } from 'zod';
import type { lastPlace } from '#shared/contract/settings.ts';
import { client } from '../../connection/client.ts';
import { tools, useAnnotating } from '../../stores/annotating.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';

type LastPlace = z.infer<typeof lastPlace>;
const restMs = 600;

export function rememberWhereLeft(open: ShallowRef<OpenCase | null>) {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  let remembering: ReturnType<typeof setTimeout> | undefined;
  let unsent: LastPlace | null = null;
  /** The project whose tool and label are in the hand: what was chosen here since is newer than what was left. */
  let restoredIn: string | undefined;

  watch([open, () => annotating.axis, () => annotating.position, () => annotating.tool, () => annotating.label, () => annotating.zooms], ([opened, sliceAxis, [i, j, k], tool, label, zooms]) => {
    if (opened === null) return;
    clearTimeout(remembering);
    unsent = { caseId: opened.info.id, sliceAxis, sliceIndex: [i, j, k][sliceAxis]!, position: [i, j, k], tool, label, zooms, page: 'annotate' };
    remembering = setTimeout(send, restMs);
  });
  function send(): void {
    clearTimeout(remembering);
    if (unsent !== null) client.settings.rememberPlace(unsent).catch(() => undefined);
    unsent = null;
  }
  onBeforeUnmount(send);
  return {
    /** @param place null where nothing is known of this project */
    restore({ info, image }: OpenCase, place: LastPlace | null): void {
      const { position, tool, label } = place ?? {};
      annotating.zooms = (place?.caseId === info.id ? place.zooms : null) ?? [];
      if (place?.caseId === info.id && position?.every((at, axis) => at < image.size[axis]!) === true) annotating.position = position;
      if (restoredIn === workplace.project?.id) return;
      restoredIn = workplace.project?.id;
      const known = tools.find((one) => one === tool);
      if (known !== undefined) annotating.tool = known;
      if (workplace.labelTable.some(({ index }) => index === label)) annotating.label = label!;
    },
  };
}
