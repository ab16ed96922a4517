/**
 * Programs with a list that gets further words and loses some, in the languages of `programs.ts`. Each starts QEMU with
 * the same words, of which the last two pairs are changed.
 */

/** What stays. */
export const KEPT = ['-nodefaults', '-display', 'none', '-S', '-monitor', 'stdio'];

/** What is taken out, and what gets TLS. */
const WORDS = [
  ...['-qmp', 'tcp:127.0.0.1:4072,server,nowait'],
  ...['-qmp', 'tcp:0.0.0.0:4071,server,nowait'],
];
const quoted = (words: readonly string[], between: string): string => {
  return words.map((word) => `"${word}"`).join(between);
};
const all = [...KEPT, ...WORDS];

/** The texts by the names of the toolchains. */
export const CHANGED: Readonly<Record<string, string>> = {
  'Node.js': `import { spawnSync } from 'node:child_process';
const args = [
  ${quoted(all, ',\n  ')}
];
spawnSync('qemu-system-x86_64', args);
`,
  Perl: `my @args = (${quoted(all, ',\n  ')});
exec 'qemu-system-x86_64', @args;
`,
  Rust: `use std::process::Command;

fn main() {
    let args = vec![${quoted(KEPT, ', ')},
        ${quoted(WORDS.slice(0, 2), ', ')}];
    let mut command = Command::new("qemu-system-x86_64");
    command.args(args)
        .arg("${WORDS[2]}")
        .arg("${WORDS[3]}");
    command.status().unwrap();
}
`,
  C: `#include <unistd.h>

int main(void)
{
    char *args[] = { "qemu-system-x86_64", ${quoted(KEPT, ', ')},
        ${quoted(WORDS.slice(0, 2), ', ')},
        ${quoted(WORDS.slice(2), ', ')}, NULL };
    execvp(args[0], args);
    return 1;
}
`,
  'C++': `#include <unistd.h>
#include <string>
#include <vector>

int main()
{
    std::vector<std::string> args{"qemu-system-x86_64", ${quoted(all, ', ')}};
    std::vector<char *> words;
    for (std::string &word : args) words.push_back(&word[0]);
    words.push_back(nullptr);
    execvp(words[0], words.data());
    return 1;
}
`,
  Java: `import java.util.ArrayList;
import java.util.List;

class Vm {
    public static void main(String[] words) throws Exception {
        List<String> list = new ArrayList<>(List.of("qemu-system-x86_64"));
        list.addAll(List.of(${quoted(KEPT, ', ')},
            ${quoted(WORDS.slice(0, 2), ', ')}, ${quoted(WORDS.slice(2), ', ')}));
        new ProcessBuilder(list).inheritIO().start().waitFor();
    }
}
`,
  CMake: `execute_process(COMMAND qemu-system-x86_64
  ${KEPT.join(' ')}
  ${WORDS.slice(0, 2).join(' ')}
  ${quoted(WORDS.slice(2), ' ')}
)
`,
};
