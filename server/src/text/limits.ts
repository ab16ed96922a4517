/**
 * Bounds of reading and analysis, without those of shells; `npm run generate` writes them to docs/limits.md.
 * Beyond a bound values are unknown and text is not read, but written options are still found.
 */

/** `loses` says what is lost. */
interface Limit {
  readonly value: number;
  readonly of: string;
  readonly loses: string;
}

function row(value: number, of: string, loses: string): Limit {
  return { value, of, loses };
}

/** All bounds, in the order of the page. */
export const TABLE = {
  nesting: row(
    64,
    'Any notation',
    'What is nested deeper in JSON, YAML, Python or quotes of Markdown is not read',
  ),
  pieces: row(2_000, 'Any notation', 'A value of more pieces is unknown'),
  work: row(
    1_000_000,
    'Any document',
    'Nothing is run again, at last nothing is followed; a short text has less, 140,000 and 4 for each character',
  ),
  findings: row(
    1_000,
    'Any document',
    'Further findings of one rule are not shown; fixing all fixes them',
  ),
  words: row(
    30_000,
    'Any document',
    'Further words of all command lines, headers and keys; a machine counts as 15 words more',
  ),
  files: row(1_000, 'Any document', 'Further files that a document names'),
  filesLength: row(8_388_608, 'Any document', 'Files behind so many characters of all together'),
  rounds: row(32, 'Any document', 'Files that only files of earlier rounds name'),
  modeChanges: row(100, 'Any document', 'Earlier changes of one path’s mode'),
  clients: row(300, 'Any document', 'With more clients or monitors on a port, none follows a fix'),
  companions: row(7, 'Any document', 'More monitors that share a client do not move together'),
  fixRounds: row(50, 'Any document', 'Fixes that only earlier fixes make possible'),
  fixLength: row(
    500_000,
    'Any document',
    'The same, by characters that are read again; a finding counts as a thousand',
  ),
  cursorMachines: row(
    8,
    'Any document',
    'Further machines and scripts that read the text at the cursor',
  ),
  hoverMachines: row(
    32,
    'Any document',
    'Further machines with the text of a hover are not compared',
  ),
  walkFiles: row(
    100_000,
    'Workspace',
    'Further files, by their names, and as many by their content',
  ),
  fileBytes: row(
    1_048_576,
    'Workspace',
    'A longer file of a folder is not read, which is reported',
  ),
  includedBytes: row(
    8_388_608,
    'Workspace',
    'A longer file that a document names is not read, which is reported',
  ),
  requestLength: row(
    33_554_432,
    'Workspace',
    'Files that a document asks for behind so many characters at once',
  ),
  sweepLength: row(
    67_108_864,
    'Workspace',
    'Files of a check or a fix of all behind so many characters, which is reported',
  ),
  folders: row(100, 'Workspace', 'Deeper folders are not entered, which is reported'),
  scripts: row(2_000, 'Workspace', 'Further scripts that may bring in an open file'),
  users: row(64, 'Workspace', 'Further scripts that bring in one open file'),
  settingsFiles: row(1_000, 'Workspace', 'Further settings files below the tops of folders'),
  extended: row(8, 'Workspace', 'Further settings files that one extends'),
  ignoreSteps: row(
    400_000,
    'Workspace',
    'A `.gitignore` with which a name takes more steps is not used, which is reported',
  ),
  indexBytes: row(67_108_864, 'Workspace', 'Of a longer index of git no file counts as tracked'),
  braces: row(1_000, 'Workspace', 'A glob that stands for more globs matches nothing'),
  listed: row(200, 'Workspace', 'Further files that are not checked are counted, not named'),
  actionEdits: row(5_000, 'Workspace', 'Fixes of one request behind so many edits'),
  layers: row(16, 'Any notation', 'Text that is read more often gets no edits'),
  listMachines: row(8, 'Lists', 'Further machines of one list, by the values of its options'),
  listValues: row(8, 'Lists', 'A name with more values is unknown'),
  names: row(4, 'Lists, BitBake', 'A value behind more names is unknown'),
  listStrings: row(64, 'Lists', 'A value that is made of more strings is unknown'),
  listPieces: row(
    50_000,
    'Lists',
    'Names behind so many pieces of values are unknown: names made of each other multiply',
  ),
  listArms: row(2_000, 'Lists', 'Conditions with longer arms, in tokens, are one value'),
  listBlocks: row(32, 'Lists', 'What a name is in a block further outside'),
  listOptions: row(2_000, 'Lists', 'Further options of one file'),
  listDistance: row(
    200,
    'Lists',
    'Statements further apart, in tokens, that add to one list are two lists',
  ),
  listDefinitions: row(200, 'Lists', 'A name with more assignments is unknown'),
  arguments: row(8, 'Lists', 'Further arguments of one call'),
  listCondition: row(
    40,
    'Lists',
    'A longer condition, in tokens, of `a ? b : c`: its values are unknown',
  ),
  wordsOfString: row(400, 'Lists', 'Further words of a command line in one string'),
  pythonMerged: row(
    400,
    'Python',
    'Lists of more items that become one where branches meet are unknown',
  ),
  pythonBases: row(16, 'Python', 'Members of classes further up'),
  pythonCalls: row(12, 'Python', 'What is called from deeper is unknown'),
  pythonRuns: row(24, 'Python', 'Further calls of one function are unknown'),
  pythonRounds: row(32, 'Python', 'Further rounds of a loop: one stands for all'),
  pythonReturns: row(64, 'Python', 'What a function returns on further ways out is unknown'),
  pythonItems: row(2_000, 'Python', 'A list of more items is unknown'),
  pythonAgain: row(2, 'Python', 'Further loops in each other are not run a second time'),
  pythonValues: row(16, 'Python', 'Further values of one expression are one unknown one'),
  pythonOpening: row(64, 'Python', 'The same of values that may open a monitor'),
  pythonTravel: row(32, 'Python', 'A value that came through more names is unknown'),
  pythonLines: row(32, 'Python', 'Further command lines of one call'),
  pythonWords: row(8_192, 'Python', 'Further words of these together, behind the first few lines'),
  pythonSteps: row(
    210_000,
    'Python',
    'Values are unknown behind so many steps; a short file has fewer, 55,000 and one for each character',
  ),
  pythonLength: row(500_000, 'Python', 'A longer file is not read'),
  pythonBroken: row(200_000, 'Python', 'A longer file with a mistake is not read'),
  pythonBrokenLine: row(4_000, 'Python', 'A file with a mistake and a longer line is not read'),
  yamlAliases: row(
    2_000,
    'YAML',
    'What further aliases stand for, or one for each 128 characters of what others stand for',
  ),
  yamlBefore: row(
    60_000,
    'YAML',
    'Scripts that go in front of those of jobs, in characters of all',
  ),
  yamlHeld: row(10_000, 'YAML', 'A longer text is no option'),
  yamlVariables: row(500, 'YAML', 'With more variables all are unknown'),
  yamlScalars: row(10_000, 'YAML', 'Further lines of one script'),
  yamlBrackets: row(500, 'YAML', 'Nothing behind more open brackets is read'),
  yamlQuotes: row(16, 'YAML', 'Nothing behind more quotes that have to be read again is read'),
  yamlReadAgain: row(200_000, 'YAML', 'The same, by characters'),
  imageVariables: row(200, 'Dockerfile', 'Further variables are unknown'),
  imageValue: row(4_000, 'Dockerfile', 'A longer value is unknown where it is put into others'),
  makeReferences: row(
    10_000,
    'Makefile',
    'Values behind so many expanded references are unknown, in a long file one more for every other character',
  ),
  makeReferencesMost: row(100_000, 'Makefile', 'The same in any file'),
  makeNesting: row(96, 'Makefile', 'Deeper references and conditions are not read'),
  makeValues: row(24, 'Makefile', 'Further values of a variable or a text are one unknown one'),
  makeWords: row(300, 'Makefile', 'What a function makes of a longer text, in words, is unknown'),
  makeInclusions: row(16, 'Makefile', 'What included files bring in deeper'),
  makeIncludedAgain: row(256, 'Makefile', 'Files that are read again further times'),
  makeWays: row(8, 'Makefile', 'Variables of further targets of one rule are unknown'),
  makeTargets: row(2_000, 'Makefile', 'Further targets that pattern rules make or that need one'),
  makeMakes: row(16, 'Makefile', 'Further makes that it starts with other values'),
  makeScripts: row(
    500,
    'Makefile',
    'Further lines of the recipes of these, or one for each 100 characters',
  ),
  unitWords: row(40_000, 'systemd', 'Further words of one value'),
} satisfies Readonly<Record<string, Limit>>;

/** Values of bounds: `LIMITS.nesting`. */
export const LIMITS = Object.fromEntries(
  Object.entries(TABLE).map(([name, { value }]) => [name, value]),
) as Readonly<Record<keyof typeof TABLE, number>>;
