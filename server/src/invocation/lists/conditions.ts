/** Conditions, and what gives another value for an absent one: the other one decides. */
import { LIMITS } from '../../text/limits.ts';
import { isPlainDevice } from './addresses.ts';
import { type Expression, isKnownInPart, knownAmong } from './names.ts';
import { type Reading, spanBetween, unknown } from './reading.ts';

/** What gives another value for an absent one. */
export const DEFAULTS = {
  operators: /^(?:\?\?|\|\||\?:|orelse|or|\/\/)$/,
  /** Their second argument or block: `ENV.fetch('HOST', '127.0.0.1')`; after a short name the third: `StringP`. */
  calls: /^(?:fetch|get|getOrDefault|getOrElse|getProperty|String|String(?:Var)?P?)$|env/i,
  /** Their argument: `env::var("HOST").unwrap_or_else(|_| "127.0.0.1".into())`. */
  methods: /^(?:unwrap_or|unwrap_or_else|getOrElse|orElse|orElseGet|valueOr|value_or)$/,
};

/** The values of `c ? a : b` or `a || b`, whose first part is `left`; undefined for another expression. */
export function chosen(
  on: Reading,
  index: number,
  left: Expression,
  depth: number,
): Expression | undefined {
  const question = questionFrom(on, left.end);
  const isDefault = question === undefined;
  if (isDefault && !DEFAULTS.operators.test(on.textAt(left.end))) return undefined;
  const first = isDefault ? left : on.expression(question + 1, depth + 1);
  if (!isDefault && on.textAt(first.end) !== ':') return undefined;
  const other = on.expression(first.end + 1, depth + 1);
  const found = either(on, index, [first, other], other.end);
  return isDefault ? { ...found, alternatives: knownAmong(found.alternatives) } : found;
}

/** The question mark after a condition: `n > 9 ? … : …`. */
function questionFrom(on: Reading, from: number): number | undefined {
  if (!on.language.asks) return undefined;
  for (let at = from; at < from + LIMITS.combinations; ) {
    const token = on.plainAt(at);
    if (token?.text === '?') return at;
    const isEntry = token?.text === '{' && on.language.arrowsLead;
    if (on.tokenAt(at) === undefined) return undefined;
    if (!isEntry && /^(?:[,;)\]}{:]|=>|=|<<)$/.test(token?.text ?? '')) return undefined;
    at = on.behind(at);
  }
  return undefined;
}

function either(on: Reading, index: number, arms: readonly Expression[], end: number): Expression {
  const free = arms.filter((arm) => !isAskedAbout(on, index, arm));
  // A monitor that is not open by default may be.
  const hasOther = free.some(({ alternatives }) => {
    return alternatives.some((value) => isKnownInPart(value) && !isPlainDevice(value));
  });
  const alternatives = (hasOther ? free : arms).flatMap((arm) => arm.alternatives);
  return {
    alternatives: alternatives.slice(0, LIMITS.kept),
    end,
    at: spanBetween(on, index, end),
  };
}

/** Whether a condition asks for an arm's unknown value: `h ? h : "…"`, `Ok(v) => v`, `argc > 1 ? argv[1] : "…"`. */
function isAskedAbout(
  { file, tokenAt }: Reading,
  index: number,
  { alternatives, at }: Expression,
): boolean {
  if (alternatives.some(isKnownInPart)) return false;
  const [name] = pathsIn(file.source.slice(at.start, at.end));
  return pathsIn(file.source.slice(tokenAt(index)?.start, at.start)).some((path) => {
    return path === name || path.startsWith(`${name}.`) || (name === 'argv' && path === 'argc');
  });
}

/** The names of some code, without methods: `process.env.HOST`, `h` of `h.empty()`. */
function pathsIn(code: string): readonly string[] {
  const dotted = code.replace(/->|::/g, '.').replace(/\.\w+\(/g, '(');
  return dotted.split(/[^\w.]+/).filter((path) => path !== '');
}

/** `if c { a } else { b }`, `if c then a else b`, `if (c) a else b`, `match k { A => a, _ => b }` */
export function condition(on: Reading, index: number, start: number, depth: number): Expression {
  const arms: Expression[] = [];
  const parent = on.tokenAt(start)?.parent;
  let end = start + 1;
  for (let steps = 0; steps < LIMITS.definitions; steps++) {
    const text = on.textAt(end);
    if (on.tokenAt(end)?.parent !== parent || /^[,;)\]}]$/.test(text)) break;
    const behind = on.behind(end);
    const isTest = text === '(' && on.textAt(end - 1) === 'if';
    const arm = text === '{' || isTest ? behind : end + 1;
    if (text === '{') {
      arms.push(...armsIn(on, end, depth));
      end = behind;
    } else if (
      (isTest || /^(?:then|else)$/.test(text)) &&
      !/^(?:\{|if|then)$/.test(on.textAt(arm))
    ) {
      const own = on.expression(arm, depth + 1);
      arms.push(own);
      end = own.end;
    } else {
      end = behind;
      continue;
    }
    if (!/^el(?:se|if|sif|seif)$/.test(on.textAt(end))) break;
  }
  if (arms.some(({ alternatives }) => alternatives.length > 0)) return either(on, index, arms, end);
  return { alternatives: [unknown(on, start, end)], end, at: spanBetween(on, index, end) };
}

/** The values after a block's arrows, or its first one. */
function armsIn(on: Reading, block: number, depth: number): readonly Expression[] {
  const found: Expression[] = [];
  const close = on.plainAt(block)?.match ?? -1;
  for (let at = block + 1; at < close && found.length <= LIMITS.kept; at++) {
    const bracket = on.plainAt(at);
    if (bracket?.text !== '=>' && bracket?.text !== '->') {
      at = Math.max(bracket?.match ?? at, at);
      continue;
    }
    const isBlock = on.textAt(at + 1) === '{';
    found.push(on.expression(at + (isBlock ? 2 : 1), depth + 1));
    at = isBlock ? Math.max(on.plainAt(at + 1)?.match ?? at, at) : at;
  }
  return found.length > 0 ? found : [on.expression(block + 1, depth + 1)];
}
