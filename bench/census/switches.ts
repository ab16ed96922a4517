/** The readings of the census, as texts of the sources, which test/laws/repository/census.test.ts looks for. */

/** Where a reading is switched off: instead of this text of a file below `invocation/` there is another; `$CASES` is what its switches know. */
export const SWITCHES: readonly (readonly [file: string, text: string, instead: string])[] = [
  [
    'shell/programs/table.ts',
    'return BY_NAME.get(baseName(path));',
    "const row = BY_NAME.get(baseName(path)); return row && census('program ' + row.names.slice(0, 4).join(' ')) ? undefined : row;",
  ],
  [
    'shell/output/filters.ts',
    'return FILTERS.get(name)?.(',
    "return FILTERS.has(name) && census('filter ' + name) ? undefined : FILTERS.get(name)?.(",
  ],
  [
    'shell/expand/text-changes.ts',
    'switch (change.kind) {',
    "if (census('change ' + (change.operator ?? change.letter ?? change.kind))) return undefined; switch (change.kind) {",
  ],
  [
    'shell/expand/parameters.ts',
    'switch (operator) {',
    "if (operator && operator !== 'other' && census('operator ' + operator)) return UNKNOWN_VALUES; switch (operator) {",
  ],
  [
    'shell/expand/parameters.ts',
    'switch (part.prefix) {',
    "if (part.prefix && census('prefix ' + part.prefix)) return UNKNOWN_VALUES; switch (part.prefix) {",
  ],
  [
    'shell/expand/arithmetic.ts',
    'const truth = (value: boolean)',
    "if (census('arithmetic ' + operator)) return undefined; const truth = (value: boolean)",
  ],
  [
    'shell/execute/commands.ts',
    'BUILTINS.get(name)',
    "(BUILTINS.has(name) && census('builtin ' + name) ? undefined : BUILTINS.get(name))",
  ],
  [
    'shell/run.ts',
    'for (const { name, values } of assumed) {',
    "for (const { name, values } of assumed.length > 0 && census('assumption') ? [] : assumed) {",
  ],
  [
    'shell/execute/loops.ts',
    'of countedIn(loop)',
    "of countedIn(loop).size > 0 && census('loop counter') ? [] : countedIn(loop)",
  ],
  [
    'shell/execute/loops.ts',
    "const test = loop.over === 'while' ? readInTest(loop.test) : undefined;",
    "const test = loop.over === 'while' && !census('loop over lines') ? readInTest(loop.test) : undefined;",
  ],
  [
    'shell/nested/nested.ts',
    'if (environment.names().size > 0)',
    "if (environment.names().size > 0 && !census('environment'))",
  ],
  [
    'shell/nested/generated.ts',
    'const commands = commandsIn(part, path.decoded);',
    "const commands = census('commands in a file') ? [] : commandsIn(part, path.decoded);",
  ],
  [
    'shell/nested/generated.ts',
    'of machineArgumentsIn(part)',
    "of census('arguments in a file') ? [] : machineArgumentsIn(part)",
  ],
  [
    'shell/nested/generated.ts',
    'of settingsIn(interpreter, part, context)',
    "of census('settings in a file') ? [] : settingsIn(interpreter, part, context)",
  ],
  ['shell/execute/commands.ts', 'const isRead = ', "const isRead = !census('trap') && "],
  [
    'shell/execute/case.ts',
    'decided && isShort ? subjects',
    "decided && isShort && !census('case of a known word') ? subjects",
  ],
  [
    'shell/launch/find-program.ts',
    'const behind = behindOptional(words, index);',
    "const behind = census('program behind an optional word') ? index : behindOptional(words, index);",
  ],
  [
    'shell/launch/orphan-options.ts',
    'const isRun = ',
    "const isRun = !census('string that a command runs') && ",
  ],
  [
    'shell/launch/orphan-options.ts',
    '...behindContainer(runners(), context.execution)',
    "...(census('options for a container') ? {} : behindContainer(runners(), context.execution))",
  ],
  [
    'make/expand.ts',
    'switch (name) {',
    "switch ($CASES.includes(name) && census('make ' + name) ? '' : name) {",
  ],
  [
    'make/expand.ts',
    'TEXT_FUNCTIONS.get(name)',
    "(census('make ' + name) ? undefined : TEXT_FUNCTIONS.get(name))",
  ],
  [
    'python/library.ts',
    'const name = nameOf(expression.callee);',
    "const called = nameOf(expression.callee); const name = $CASES.includes(called) && census('method ' + self?.kind + '.' + called) ? '' : called;",
  ],
  [
    'python/library.ts',
    'switch (callee.path) {',
    "switch ($CASES.includes(callee.path) && census('function ' + callee.path) ? '' : callee.path) {",
  ],
  [
    'python/library.ts',
    'WAYS.get(callee.path)',
    "(WAYS.has(callee.path) && census('launch ' + callee.path) ? undefined : WAYS.get(callee.path))",
  ],
  [
    'yaml/lower.ts',
    'isScriptKey(key, around.kind)',
    "(isScriptKey(key, around.kind) && !census('key ' + key))",
  ],
];
