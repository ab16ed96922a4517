import type { Body, Expression, Statement } from './tree.ts';

/** Direct subexpressions. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
      return expression.parts.flatMap((part) => (part.kind === 'hole' ? part.value : []));
    case 'number':
    case 'constant':
    case 'name':
      return [];
    case 'list':
    case 'tuple':
    case 'set':
      return expression.elements;
    case 'spread':
    case 'named':
    case 'same':
      return [expression.value];
    case 'dictionary':
      return expression.entries.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case 'call':
      return [expression.callee, ...expression.args.map(({ value }) => value)];
    case 'attribute':
      return [expression.object];
    case 'item':
      return [expression.object, expression.index];
    case 'slice':
      return [expression.begin, expression.end].flatMap((one) => one ?? []);
    case 'binary':
    case 'logical':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.body, expression.test, expression.otherwise];
    case 'test':
    case 'other':
      return expression.parts;
  }
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign':
      return [...statement.targets, statement.value];
    case 'expression':
      return [statement.value];
    case 'return':
      return statement.value ? [statement.value] : [];
    case 'if':
      return statement.arms.map(({ test }) => test);
    case 'loop':
      return [statement.target, statement.over].flatMap((one) => one ?? []);
    case 'with':
      return statement.items.map(({ value }) => value);
    case 'match':
      return [statement.subject];
    case 'function':
      return [
        ...statement.decorators.map(({ value }) => value),
        ...statement.parameters.flatMap(({ otherwise }) => otherwise ?? []),
      ];
    case 'class':
      return statement.bases;
    case 'delete':
      return statement.targets;
    case 'other':
      return statement.parts;
    case 'try':
    case 'import':
    case 'outside':
    case 'leave':
      return [];
  }
}

function bodiesOf(statement: Statement): readonly Body[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.arms.map(({ body }) => body), statement.otherwise ?? []];
    case 'loop':
      return [statement.body, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers, statement.otherwise, statement.final];
    case 'match':
      return statement.arms;
    case 'with':
    case 'function':
    case 'class':
      return [statement.body];
    default:
      return [];
  }
}

/** Visits all statement lists, outer ones first. */
export function visitStatements(body: Body, visit: (body: Body) => void): void {
  const pending: Body[] = [body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visit(next);
    for (const statement of next) pending.push(...bodiesOf(statement));
  }
}

/** Visits all expressions. */
export function visitExpressions(body: Body, visit: (expression: Expression) => void): void {
  const pending: Expression[] = [];
  visitStatements(body, (statements) => {
    for (const statement of statements) pending.push(...expressionsOf(statement));
  });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    visit(next);
    pending.push(...partsOf(next));
  }
}
