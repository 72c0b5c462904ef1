/** The shells that svcctl has a completion script for. */
export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

// Each script hands the words up to the cursor to `svcctl __complete`, whose answer `print/completion.ts` describes. None
// evaluates an answer: what comes from a cluster stays text.

const bash = `# bash completion for svcctl: source <(svcctl completion bash)
_svcctl() {
  local line word prefix directive value
  local -a words answer
  line="\${COMP_LINE:0:COMP_POINT}"
  read -ra words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  word="\${words[\${#words[@]}-1]}"
  mapfile -t answer < <("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null)
  ((\${#answer[@]})) || return
  directive="\${answer[\${#answer[@]}-1]#:}"
  unset "answer[\${#answer[@]}-1]"
  # bash takes = and : for ends of words, and replaces only what follows them
  prefix="\${word%"\${word##*[=:]}"}"
  COMPREPLY=()
  for value in "\${answer[@]}"; do
    COMPREPLY+=("\${value#"$prefix"}")
  done
  if ((\${#COMPREPLY[@]} == 1)); then COMPREPLY=("\${COMPREPLY[0]%%$'\\t'*}"); fi
  if ((\${#COMPREPLY[@]} > 1)); then COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}"); fi
  if ((directive & 2)); then compopt -o nospace; fi
  if ((directive == 0 && \${#COMPREPLY[@]} == 0)); then compopt -o default; fi
}
complete -F _svcctl svcctl
`;

const zsh = `#compdef svcctl
# zsh completion for svcctl: source <(svcctl completion zsh)
_svcctl() {
  local directive line value
  local -a answer shown values
  answer=("\${(@f)$(\${words[1]} __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  directive="\${answer[-1]#:}"
  answer[-1]=()
  for line in "\${answer[@]}"; do
    [[ -z "$line" ]] && continue
    value="\${line%%$'\\t'*}"
    values+=("$value")
    if [[ "$line" == *$'\\t'* ]]; then shown+=("$value -- \${line#*$'\\t'}"); else shown+=("$value"); fi
  done
  if (( \${#values} )); then
    if (( directive & 2 )); then compadd -S '' -l -d shown -a values; else compadd -l -d shown -a values; fi
  elif [[ "$directive" == 0 ]]; then
    _files
  fi
}
if [[ "\${funcstack[1]}" == _svcctl ]]; then _svcctl "$@"; else compdef _svcctl svcctl; fi
`;

const fish = `# fish completion for svcctl: svcctl completion fish | source
function __svcctl_complete
    set -l words (commandline --tokens-expanded --cut-at-cursor 2>/dev/null; or commandline -opc)
    set -l answer ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
    test (count $answer) -gt 0; or return
    if test (count $answer) -eq 1; and test $answer[-1] = ":0"
        __fish_complete_path (commandline -ct)
    end
    set -e answer[-1]
    printf '%s\\n' $answer
end
complete -c svcctl -f -a '(__svcctl_complete)'
`;

const powershell = `# PowerShell completion for svcctl: svcctl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName svcctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
    Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  # Windows PowerShell, and PowerShell before 7.3, hand no empty word to a program
  $dropsEmpty = $PSVersionTable.PSVersion -lt [version]'7.3.0' -or $PSNativeCommandArgumentPassing -eq 'Legacy'
  $words += if ($wordToComplete -eq '' -and $dropsEmpty) { '""' } else { $wordToComplete }
  $answer = @(& svcctl __complete @words 2>$null)
  if ($answer.Count -lt 2) { return }
  foreach ($line in $answer[0..($answer.Count - 2)]) {
    $value, $text = $line -split "\`t", 2
    if (-not $text) { $text = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
  }
}
`;

export const completionScripts: Record<Shell, string> = { bash, zsh, fish, powershell };
