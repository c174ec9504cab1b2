# Completion of errand for bash.

_errand_jobs() {
  mapfile -t COMPREPLY < <(compgen -f -X '!*.yaml' -- "$1"; compgen -f -X '!*.yml' -- "$1"; compgen -d -- "$1")
}

_errand() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' kind='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --config) ((i++)) ;;
      -*) ;;
      *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else kind=${kind:-${COMP_WORDS[i]}}; fi ;;
    esac
  done

  case $previous in
    --config | --tls-certificate | --tls-key)
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
      return ;;
    --port | --endpoints | --token-lifetime | --fail | --latency | --scopes | --resource-server) return ;;
  esac

  local subcommands='run check plugins schema sandbox new token doctor completion'
  local options='--config --verbose --help' words=''
  case $command in
    '') words="$subcommands help" options="$options --version" ;;
    run) options="$options --sandbox --quiet --json" ;;
    plugins) options="$options --json" ;;
    doctor) options="$options --offline --json" ;;
    sandbox) options="$options --port --endpoints --token-lifetime --fail --latency --tls-certificate --tls-key" ;;
    new) [[ -z $kind ]] && words='plugin job' ;;
    token)
      case $kind in
        '') words='list fetch revoke inspect' ;;
        list) options="$options --json" ;;
        fetch) options="$options --scopes --resource-server --fresh --reveal --json" ;;
        revoke) options="$options --all" ;;
        inspect) options="$options --scopes --resource-server --json" ;;
      esac ;;
    completion) words='bash zsh' ;;
    help) words=$subcommands ;;
  esac

  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  elif [[ $command == run || $command == check ]]; then
    _errand_jobs "$word"
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}

complete -o filenames -F _errand errand
