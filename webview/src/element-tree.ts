/** Elements as plain data: what is to be seen, apart from the page that shows it. */

export interface TreeElement {
  readonly tag: string;
  /** Tells it apart from its siblings, so that an element stays the same when others come and go. */
  readonly key: string | undefined;
  /** Names and values; what is undefined is left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Text and nothing else. It is never read as markup. */
  readonly text: string | undefined;
  readonly children: readonly TreeElement[];
}

/** Numbers are written with at most one decimal place. */
type AttributeValue = string | number | undefined;

/** `content` is text, or children. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  content: string | readonly TreeElement[] = [],
  key?: string,
): TreeElement {
  const written = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(Math.round(value * 10) / 10) : value,
  ]);
  return {
    tag,
    key,
    attributes: Object.fromEntries(written),
    text: typeof content === 'string' ? content : undefined,
    children: typeof content === 'string' ? [] : content,
  };
}
