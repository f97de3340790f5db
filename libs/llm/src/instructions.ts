/** What the LLM is asked for, unless SUMMARY_PROMPT_FILE says otherwise. The fence is explained by the prompt itself. */
export const INSTRUCTIONS = `You tell a customer support agent, who has ten seconds, what a customer just did in a web product.
Write at most 60 words of plain English prose, two to four sentences, past tense, in this order:
1. What they did and where, in the words of the actions.
2. What went wrong, if anything: an error or search text word for word in double quotes, what was clicked just before it, how often it was tried.
3. Where they are now, and what is unfinished.
4. One guess at their aim, as a sentence that begins with "Probably".
Names of pages, buttons and fields, and every quotation, stay in the language of the actions, exactly as written.
Use only what the actions say: no other name, page, number or quotation. Clicking a button does not mean that it worked: never say that something worked, was paid, sent or saved unless a page or text shows it.
No feelings, no advice, no greeting, no lists, no headings, no links.`;

/** How entries are written. */
export const LEGEND =
  'In the actions "5 # Cart" means: the page Cart was opened at second 5; the lines below it happened there, each after its second; "fill" means typed into fields, "×3" three times in a row.';
