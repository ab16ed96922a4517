/**
 * A source tree as most of them are: files in the languages that projects are written in, some of them long, and none
 * with QEMU in it. The same size gives the same tree.
 */

/** A stretch of a file in each language, with a number that makes it another one each time. */
const PARTS: readonly (readonly [ending: string, share: number, part: (n: number) => string])[] = [
  [
    '.c',
    22,
    (n) =>
      `/* Takes what stands in slot ${n} of the table. */\nstatic int take_${n}(struct table *t, const char *name)\n{\n\tint i;\n\n\tfor (i = 0; i < t->count; i++)\n\t\tif (strcmp(t->entries[i].name, name) == 0)\n\t\t\treturn t->entries[i].value + ${n};\n\tfprintf(stderr, "%s: no entry in slot %d\\n", name, ${n});\n\treturn -ENOENT;\n}\n\n`,
  ],
  [
    '.h',
    12,
    (n) =>
      `/** Slot ${n}. */\n#define SLOT_${n} (SLOT_BASE + ${n})\nextern int take_${n}(struct table *t, const char *name);\n\n`,
  ],
  [
    '.py',
    12,
    (n) =>
      `def take_${n}(table, name, default=None):\n    """The entry of slot ${n}."""\n    args = ["convert", "--slot", "${n}"]\n    if default is not None:\n        args += ["--default", str(default)]\n    for entry in table.entries:\n        if entry.name == name:\n            return subprocess.check_output(args + [f"{entry.value}:${n}"])\n    raise KeyError(f"no {name} in slot ${n}")\n\n\n`,
  ],
  [
    '.js',
    8,
    (n) =>
      `/** The entry of slot ${n}. */\nexport function take${n}(table, name) {\n  const found = table.entries.find((entry) => entry.name === name);\n  if (!found) throw new Error(\`no \${name} in slot ${n}\`);\n  return [...found.values, '--slot', '${n}'].join(' ');\n}\n\n`,
  ],
  [
    '.ts',
    8,
    (n) =>
      `export interface Slot${n} {\n  readonly name: string;\n  readonly values: readonly string[];\n}\n\nexport const SLOT_${n}: Slot${n} = { name: 'slot-${n}', values: ['-a', '${n}'] };\n\n`,
  ],
  [
    '.go',
    6,
    (n) =>
      `// Take${n} gives the entry of slot ${n}.\nfunc (t *Table) Take${n}(name string) (string, error) {\n\tfor _, e := range t.entries {\n\t\tif e.Name == name {\n\t\t\treturn fmt.Sprintf("%s:%d", e.Value, ${n}), nil\n\t\t}\n\t}\n\treturn "", fmt.Errorf("no %s in slot ${n}", name)\n}\n\n`,
  ],
  [
    '.rs',
    4,
    (n) =>
      `/// The entry of slot ${n}.\npub fn take_${n}(table: &Table, name: &str) -> Option<String> {\n    let found = table.entries.iter().find(|entry| entry.name == name)?;\n    Some(format!("{}:{}", found.value, ${n}))\n}\n\n`,
  ],
  [
    '.sh',
    6,
    (n) =>
      `# Builds part ${n}.\nbuild_${n}() {\n  local out="$BUILD/part-${n}"\n  mkdir -p "$out"\n  if [ -n "\${VERBOSE:-}" ]; then\n    set -x\n  fi\n  make -C "$SRC" -j"$JOBS" O="$out" "part_${n}" || return 1\n  install -m 755 "$out/part-${n}" "$DESTDIR/usr/bin/"\n}\n\n`,
  ],
  [
    '/Makefile',
    4,
    (n) =>
      `obj-${n} := part-${n}.o table-${n}.o\nCFLAGS += -DPART_${n} $(addprefix -I,$(INCLUDES))\npart-${n}: $(obj-${n})\n\t$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)\n\n`,
  ],
  [
    '.yaml',
    5,
    (n) =>
      `  job-${n}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          make part-${n}\n          ./test --slot ${n}\n`,
  ],
  [
    '.json',
    4,
    (n) =>
      `{"name": "slot-${n}", "values": [${n}, ${n + 1}], "files": ["part-${n}.c", "part-${n}.h"], "enabled": true},\n`,
  ],
  [
    '.md',
    4,
    (n) =>
      `## Slot ${n}\n\nSlot ${n} has entries that are taken by their names.\n\n\`\`\`sh\nmake part-${n}\n./part-${n} --slot ${n}\n\`\`\`\n\n`,
  ],
  [
    '.xml',
    2,
    (n) => `  <entry name="slot-${n}"><value>${n}</value><file>part-${n}.c</file></entry>\n`,
  ],
  ['.toml', 1, (n) => `[slot.${n}]\nname = "slot-${n}"\nvalues = ["-a", "${n}"]\n\n`],
  [
    '/Dockerfile',
    1,
    (n) =>
      `FROM debian:bookworm AS part${n}\nRUN apt-get update && apt-get install -y build-essential\nCOPY part-${n} /usr/bin/\nCMD ["part-${n}", "--slot", "${n}"]\n\n`,
  ],
  [
    '.rst',
    1,
    (n) => `Slot ${n}\n=======\n\nTaken by its name::\n\n    ./part-${n} --slot ${n}\n\n`,
  ],
];

const SHARES = PARTS.reduce((sum, [, share]) => sum + share, 0);

/** How many bytes most files have, and the long ones. */
const SIZES = [600, 1_500, 3_000, 3_000, 6_000, 6_000, 12_000, 30_000];

function languageAt(place: number): (typeof PARTS)[number] {
  let end = 0;
  const found = PARTS.find(([, share]) => {
    end += share;
    return place < end;
  });
  return found ?? ['', 0, () => ''];
}

/** A file of the tree: its language by how common that is, its length by turns. */
export function sourceFile(index: number): readonly [name: string, text: string] {
  const folder = `module${Math.floor(index / 400)}/part${Math.floor(index / 20)}`;
  // Neighbours have all kinds of languages, and each language all kinds of lengths.
  const [ending, , part] = languageAt((index * 37) % SHARES);
  const size = SIZES[Math.floor(index / SHARES) % SIZES.length] ?? 0;
  const parts: string[] = [];
  for (let length = 0, n = index; length < size; n++) {
    const text = part(n);
    parts.push(text);
    length += text.length;
  }
  const name = ending.startsWith('/') ? `at${index}${ending}` : `file${index}${ending}`;
  return [`${folder}/${name}`, parts.join('')];
}
