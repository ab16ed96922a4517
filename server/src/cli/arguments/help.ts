/** What `--help` prints: it fits a terminal of 80 columns and 24 lines. */
export const HELP = `Finds QEMU monitors that others can open, in scripts, libvirt XML and configs.

  qemu-monitor-guard [check] [PATH...|-]  print what is found, and exit with 1
  qemu-monitor-guard monitors [PATH...]   list monitors, and who can open them
  qemu-monitor-guard running              list those of the QEMUs running here
  qemu-monitor-guard explain RULE         explain a rule; rules: list them all
  qemu-monitor-guard lsp                  speak LSP to an editor

  --fix[=safe|all]      fix what is safe, or all; --diff prints it instead
  --add-accept REASON   accept what is found, in .qemu-monitor-guard.json
  -f, --format NAME     text concise json sarif github gitlab junit checkstyle
                        rdjson markdown; -o, --output-file FILE
  --fail-on SEVERITY    error warning information hint never (default: warning)
  --rule ID=SEVERITY    also off; --show-possible, --neighbours: show more
  --qemu-version V      the QEMU that files are for, such as 7.2
  --exclude GLOB        leave out; --no-ignore, --force-exclude: see the page
  --config FILE         settings instead of the project's; or --no-config
  --stdin-filename NAME what - is called; --color auto|always|never
  -q, --quiet           no summary; -v, --verbose; -V, --version; -h, --help

Exits with 0, 1 if anything is found, 2 if something cannot be read or done.
`;
