"""Makes the files of the corpus anew, and takes away those that no case makes any more."""

from tests.roster.corpus.cases import FILES, FOLDER
from tests.roster.corpus.content import same_content


def main() -> None:
    """A file whose content is as it was stays as it is, so that only what changed has to be committed."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        if path.name not in FILES:
            path.unlink()
    for name, case in FILES.items():
        kept, made = FOLDER / name, FOLDER / f"made-{name}"
        case.make(made)
        if kept.exists() and same_content(kept, made):
            made.unlink()
        else:
            made.replace(kept)


if __name__ == "__main__":
    main()
