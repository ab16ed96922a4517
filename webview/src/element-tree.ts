/** Elements as plain data. */

export interface TreeElement {
  readonly tag: string;
  /** Identifies it among its siblings across updates. */
  readonly key: string | undefined;
  /** Undefined values are omitted. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Never markup. */
  readonly text: string | undefined;
  readonly children: readonly TreeElement[];
}

/** Numbers get at most one decimal. */
type AttributeValue = string | number | undefined;

/** `content` is text or children. */
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
