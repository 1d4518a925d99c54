"""What the client can do, and what its user has set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lsprotocol.types import InitializeParams

__all__ = ["Client", "Settings", "read_settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The section `kogine` of the user's settings.

    Attributes:
        has_code_lens: Whether lenses are shown.
        has_inlay_hints: Whether hints are shown.
        exclude: Patterns of files that are not indexed, relative to their folder of the workspace.
    """

    has_code_lens: bool = True
    has_inlay_hints: bool = True
    exclude: tuple[str, ...] = ()


def read_settings(data: Any) -> Settings:
    """Read the section as clients send it; what is of another type counts for nothing."""
    if not isinstance(data, dict):
        return Settings()
    exclude = data.get("exclude")
    return Settings(
        has_code_lens=_is_on(data.get("codeLens")),
        has_inlay_hints=_is_on(data.get("inlayHints")),
        exclude=tuple(one for one in exclude if isinstance(one, str)) if isinstance(exclude, list) else (),
    )


def _is_on(data: Any) -> bool:
    enabled = data.get("enabled") if isinstance(data, dict) else None
    return enabled if isinstance(enabled, bool) else True


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What a client can do.

    Attributes:
        can_pull: It asks for diagnostics itself.
        can_refresh_diagnostics: It can be told to ask for them again.
        can_refresh_lenses: The same of code lenses.
        can_refresh_hints: The same of inlay hints.
        can_watch: It can be asked to watch files.
        can_configure: It can be asked for settings.
        can_register_configuration: It can be asked to tell when they change.
        commands: Those of ours that it carries out.
    """

    can_pull: bool = False
    can_refresh_diagnostics: bool = False
    can_refresh_lenses: bool = False
    can_refresh_hints: bool = False
    can_watch: bool = False
    can_configure: bool = False
    can_register_configuration: bool = False
    commands: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_ours(self) -> bool:
        """Whether it understands what is not of the protocol: it names commands of ours."""
        return bool(self.commands)

    @classmethod
    def of(cls, params: InitializeParams) -> Client:
        """Read what a client has said of itself."""
        capabilities = params.capabilities
        workspace = capabilities.workspace
        options = params.initialization_options
        commands = options.get("commands") if isinstance(options, dict) else None
        return cls(
            can_pull=_has(capabilities.text_document, "diagnostic"),
            can_refresh_diagnostics=_has(workspace, "diagnostics", "refresh_support"),
            can_refresh_lenses=_has(workspace, "code_lens", "refresh_support"),
            can_refresh_hints=_has(workspace, "inlay_hint", "refresh_support"),
            can_watch=_has(workspace, "did_change_watched_files", "dynamic_registration"),
            can_configure=_has(workspace, "configuration"),
            can_register_configuration=_has(workspace, "did_change_configuration", "dynamic_registration"),
            commands=frozenset(one for one in commands if isinstance(one, str))
            if isinstance(commands, list)
            else frozenset(),
        )


def _has(capability: Any, *names: str) -> bool:
    for name in names:
        capability = getattr(capability, name, None)
    return bool(capability)
