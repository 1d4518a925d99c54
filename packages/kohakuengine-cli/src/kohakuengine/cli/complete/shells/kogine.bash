# Completion of kogine for bash 4 and later. Install:
# kogine completion bash > ~/.local/share/bash-completion/completions/kogine
_kogine() {
    local line=${COMP_LINE:0:COMP_POINT} state text note
    local kogine=${COMP_WORDS[0]/#\~/$HOME}
    COMPREPLY=()
    while IFS=$'\t' read -r state text note; do
        COMPREPLY+=("$text")
        if [[ $state == open ]]; then
            compopt -o nospace
        fi
    done < <("$kogine" _complete bash "$line" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o nosort -F _kogine kogine 2>/dev/null || complete -F _kogine kogine
