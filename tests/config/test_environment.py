"""What the operator sets, and what is refused because it cannot work."""

from pathlib import Path

import pytest

from config.environment import Environment


def test_files_are_stored_in_the_data_folder_or_where_the_operator_says(tmp_path: Path) -> None:
    assert Environment(data_dir=tmp_path, storage_url="").files() == tmp_path / "files"
    assert Environment(storage_url="file:///srv/ronde/my%20files").files() == Path("/srv/ronde/my files")


@pytest.mark.parametrize("url", ["ftp://host/files", "file://host/files", "file:files", "/srv/files"])
def test_a_storage_that_is_no_folder_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="RONDE_STORAGE_URL"):
        Environment(storage_url=url).files()


def test_a_silent_mail_server_times_out_soon() -> None:
    assert Environment(email_url="smtp://127.0.0.1:2525").mail()["OPTIONS"]["timeout"] <= 10


def test_postgresql_compiles_no_query_unless_the_operator_wants_it() -> None:
    url = "postgres://ronde@127.0.0.1/ronde"
    assert Environment(database_url=url).database()["OPTIONS"]["options"] == "-c jit=off"
    assert Environment(database_url=f"{url}?options=-cjit%3Don").database()["OPTIONS"]["options"] == "-cjit=on"


def test_only_a_process_that_is_told_so_pools_its_connections() -> None:
    url = "postgres://ronde@127.0.0.1/ronde"
    assert Environment(database_url=url, database_pool=0).database()["OPTIONS"]["pool"] is None
    assert Environment(database_url=url, database_pool=17).database()["OPTIONS"]["pool"]["max_size"] == 17


def test_a_pool_that_is_too_small_for_live_documents_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        Environment(database_pool=11)
