/** Maps of any shape, with odd names, and an estimate of how wide text is. */
import fc from 'fast-check';
import type { Measure } from '../../webview/src/layout/fit-text.ts';
import {
  AUDIENCES,
  type MapBox,
  type MapMachine,
  type MapModel,
  type MapRow,
  type MapWay,
} from '../../webview/src/map-model.ts';

/** Widths of a usual font: letters of one width for code, and wider ones for titles. */
export const estimate: Measure = (text, style) =>
  text.length * { title: 7.6, plain: 6.8, code: 7.4, small: 5.8 }[style];

export const METRICS = { em: 13, measure: estimate };

/** A page on which everything has room. */
export const ROOM = 10_000;

export const HOSTILE: readonly string[] = [
  '<img src=x onerror="document.title=1">',
  '"><script>document.title=1</script>',
  "' onfocus=document.title=1 '",
  '&lt;b&gt; &amp; {0} ${x}',
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}'.repeat(20),
  'a'.repeat(3000),
  '',
];

const name = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom(...HOSTILE, 'mon0', 'compat_monitor0', 'web'),
);

const audience = fc.constantFrom(...AUDIENCES);

const way: fc.Arbitrary<MapWay> = fc.record({
  audience,
  label: name,
  who: name,
  connectsOut: fc.boolean(),
  powerful: fc.boolean(),
});

const link = { opens: fc.boolean(), sentence: name, details: fc.array(name, { maxLength: 2 }) };

const row: fc.Arbitrary<Omit<MapRow, 'key'>> = fc.record({
  ...link,
  label: name,
  audience: fc.option(audience, { nil: undefined }),
});

type BoxDraft = Omit<MapBox, 'key' | 'members' | 'rows'> & {
  readonly members: readonly BoxDraft[];
  readonly rows: readonly Omit<MapRow, 'key'>[];
};

const { box } = fc.letrec<{ box: BoxDraft }>((tie) => ({
  box: fc.record({
    ...link,
    title: name,
    kind: name,
    ways: fc.array(way, { maxLength: 3 }),
    members: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant([]),
      fc.array(tie('box'), { maxLength: 3 }),
    ),
    rows: fc.array(row, { maxLength: 3 }),
    isFolded: fc.boolean(),
  }),
}));

const machine = fc.record({
  ...link,
  title: name,
  place: name,
  nothing: name,
  isFolded: fc.boolean(),
  boxes: fc.array(box, { maxLength: 4 }),
});

function keyed(draft: BoxDraft, key: string): MapBox {
  return {
    ...draft,
    key,
    members: draft.members.map((member, index) => keyed(member, `${key}/${index}`)),
    rows: draft.rows.map((it, index) => ({ ...it, key: `${key}#${index}` })),
  };
}

/** Any map, with every audience on its left. */
export const anyMachines: fc.Arbitrary<readonly MapMachine[]> = fc
  .array(machine, { maxLength: 5 })
  .map((machines) =>
    machines.map((it, index) => ({
      ...it,
      key: `${index}`,
      boxes: it.boxes.map((draft, place) => keyed(draft, `${index}/${place}`)),
    })),
  );

export const anyMap: fc.Arbitrary<Pick<MapModel, 'audiences' | 'machines'>> = fc.record({
  audiences: fc.array(name, { minLength: 6, maxLength: 6 }).map((labels) =>
    AUDIENCES.map((one, index) => ({
      audience: one,
      label: labels[index] ?? '',
      count: '2 monitors',
      shortCount: '2',
      sentence: 'One audience reaches 2 monitors',
      filtered: 'Some',
      isFolded: false,
    })),
  ),
  machines: anyMachines,
});
