/** How a session was linked, as its conversation keeps it. */
export const LINK_CODES: Record<string, string> = {
  linked_by_attribute: 'a',
  linked_by_user: 'u',
  linked_by_email: 'e',
  linked_by_stream: 's',
  linked_by_browser: 'b',
  linked_after_waiting: 'w',
  linked_by_hand: 'h',
};

const DECISIONS = new Map(Object.entries(LINK_CODES).map(([decision, code]) => [code, decision]));

/** What has no letter, or was written before there were letters, stands as it is. */
export const decisionOfCode = (code: string): string => DECISIONS.get(code) ?? code;
