import type { SessionView } from '@app/sessions';
import { type Preview, preview, type PreviewPreset } from './preview';
import { visitOfSample } from './samples';

export interface PreviewRequest {
  /** A session id, a session key, or the name of a sample. */
  of: string;
  presets: readonly PreviewPreset[];
}

const ASKED = 'The customer asks where something has failed, or after a third of the visit.';

/** Undefined where there is no sample of this name. */
export function previewOfSample({ of, presets }: PreviewRequest): Preview[] | undefined {
  const visit = visitOfSample(of);
  return visit && presets.map((preset) => preview(visit, preset, [ASKED]));
}

/** Of what Redis still holds of the session that was active last under this id; undefined where nothing is known of it. */
export async function previewOfSession(
  view: Pick<SessionView, 'sessionsOf' | 'recorded'>,
  { of, presets }: PreviewRequest,
): Promise<Preview[] | undefined> {
  const [session] = await view.sessionsOf(of);
  if (!session) return undefined;
  const { sessionKey, sessionId, conversationId, summariesPosted } = session;
  const { before, unsummarised, buffered } = await view.recorded(sessionKey);
  const visit =
    conversationId === null
      ? { sessionId, before: buffered, after: [] }
      : { sessionId, before, after: [...unsummarised, ...buffered] };
  const remarks = [
    `${visit.before.length + visit.after.length} actions are still recorded` +
      (summariesPosted > 0 ? '; what a summary covered is not kept.' : '.'),
    ...(conversationId === null ? ['The session has no conversation yet: as if its user wrote now.'] : []),
  ];
  return presets.map((preset) => preview(visit, preset, remarks));
}
