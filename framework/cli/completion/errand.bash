# Completion of errand for bash.

# A word of the line as the shell will read it, but for variables and commands in it.
_errand_unquoted() {
  local quoted=$1
  [[ $quoted != \~/* ]] || quoted=${HOME@Q}${quoted:1}
  xargs printf %s <<<"$quoted" 2>/dev/null
}

# Offers the names of jobs, plugins or providers, as errand tells them with the configuration of the line.
_errand_names() {
  local name program
  program=$(_errand_unquoted "${COMP_WORDS[0]}")
  while read -r name; do
    [[ $name != "$word"* ]] || COMPREPLY+=("$name")
  done < <("$program" ${config:+--config "$(_errand_unquoted "$config")"} complete "$1" 2>/dev/null </dev/null)
}

# Offers what `compgen` finds, as files: bash quotes them and ends a directory with a slash.
_errand_files() {
  compopt -o filenames
  mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen "$@" -- "$word")
}

_errand_jobs() {
  _errand_names jobs
  _errand_files -f -X '!*.yaml'
  _errand_files -f -X '!*.yml'
  _errand_files -d
}

_errand() {
  # What is before the cursor, put together again where readline breaks words.
  local before=() piece is_broken=''
  for piece in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $piece == [:=]* && ${#before[@]} -gt 0 ]]; then
      before[-1]+=$piece is_broken=yes
    elif [[ -n $is_broken ]]; then
      before[-1]+=$piece is_broken=''
    else
      before+=("$piece")
    fi
  done

  # The words that are no options, and the option whose value is to be completed.
  local with_value=' --config --tls-certificate --tls-key --port --endpoints --token-lifetime --fail --latency --scopes'
  with_value+=' --resource-server --param --params-file --scheduled-for --state --since --limit --max-age --max-runs '
  local given=() option='' config=''
  local states='queued running succeeded failed timed_out cancelled skipped lost'
  for piece in "${before[@]}"; do
    if [[ -n $option ]]; then
      [[ $option != --config ]] || config=$piece
      option=''
    elif [[ $piece == --*=?* ]]; then
      [[ $piece != --config=* ]] || config=${piece#*=}
    elif [[ $with_value == *" ${piece%=} "* ]]; then
      option=${piece%=}
    elif [[ $piece != -* ]]; then
      given+=("$piece")
    fi
  done

  local word=${COMP_WORDS[COMP_CWORD]}
  [[ $word != = ]] || word=''
  COMPREPLY=()
  case $option in
    --config | --tls-certificate | --tls-key | --params-file) _errand_files -f ;;
    --state) mapfile -t COMPREPLY < <(compgen -W "$states" -- "$word") ;;
    ?*) ;;
    *) _errand_word ;;
  esac
}

# Offers what can stand behind the words `given`.
_errand_word() {
  local subcommands='run retry check plugins schema sandbox new token doctor history show logs cancel lost prune completion'
  local options='--config --verbose --help' words='' names=''
  case "${given[*]}" in
    '') words="$subcommands help" options+=' --version' ;;
    new) words='plugin job' ;;
    token) words='list fetch revoke inspect' ;;
    plugins) names='_errand_names plugins' ;;
    'token fetch' | 'token revoke' | 'token inspect') names='_errand_names providers' ;;
    completion) words='bash zsh' ;;
    help) words=$subcommands ;;
    'help new') words='plugin job' ;;
    'help token') words='list fetch revoke inspect' ;;
    run | check | 'check '*) names=_errand_jobs ;;
    retry | history | show | logs | cancel | lost) names='_errand_names jobs' ;;
  esac
  case "${given[*]:0:2} " in
    'run '*) options+=' --scheduled-for --param --params-file --dry-run --sandbox --quiet --json' ;;
    'retry '*) options+=' --failed --from --lost --sandbox --quiet --json' ;;
    'schema '*) options+=' --fragment' ;;
    'history '*) options+=' --state --since --limit --sandbox --json' ;;
    'show '*) options+=' --sandbox --json' ;;
    'logs '*) options+=' --follow --times --sandbox --json' ;;
    'cancel '* | 'lost '*) options+=' --sandbox --json' ;;
    'prune '*) options+=' --max-age --max-runs --sandbox --json' ;;
    'plugins '* | 'token list ') options+=' --json' ;;
    'doctor '*) options+=' --offline --json' ;;
    'sandbox '*) options+=' --port --endpoints --token-lifetime --fail --latency --tls-certificate --tls-key' ;;
    'token fetch ') options+=' --scopes --resource-server --fresh --reveal --json' ;;
    'token revoke ') options+=' --all' ;;
    'token inspect ') options+=' --scopes --resource-server --json' ;;
  esac

  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  elif [[ -n $names ]]; then
    $names
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}

complete -F _errand errand
