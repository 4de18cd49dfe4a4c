"""Files of sites and regions, and what is said of those that are wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from innoatlas.areas.reading import read_areas
from innoatlas.errors import SettingsError, SourceError

HEADER = "id,name,kind,lat,lon,radius_km\n"
SQUARE = [[[4.0, 45.0], [5.0, 45.0], [5.0, 46.0], [4.0, 46.0], [4.0, 45.0]]]


def written(folder: Path, text: str, name: str = "sites.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": "FR1", "name": "Rhône", "kind": "NUTS 3"} | properties, "geometry": geometry}


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_csv_gives_circles_by_id_whatever_else_it_holds(tmp_path: Path) -> None:
    text = '\ufeffname,id,kind,lat,lon,radius_km,note\n"Parc, Lyon",b,science park,45.7640000001,4.8357,1.5,x\nCap,a,cluster organisation,-33.9,18.4,20,\n'
    cap, lyon = read_areas(written(tmp_path, text), "site")
    assert (lyon.area_id, lyon.name, lyon.kind, lyon.lat, lyon.lon, lyon.radius_km) == ("site:b", "Parc, Lyon", "science park", 45.764, 4.8357, 1.5)
    assert (cap.area_id, cap.polygons, cap.outline) == ("site:a", (), None)


def test_a_geojson_gives_polygons_with_holes_and_islands(tmp_path: Path) -> None:
    hole = [[4.2, 45.2], [4.4, 45.2], [4.4, 45.4]]
    island = [[[8.0, 42.0, 10], [9.0, 42.0, 10], [9.0, 43.0, 10]]]
    geometry = {"type": "MultiPolygon", "coordinates": [island, [*SQUARE, hole]]}
    (area,) = read_areas(written(tmp_path, collection(feature(geometry, id=69)), "regions.geojson"), "region")
    assert (area.area_id, area.radius_km, area.lat, area.lon) == ("region:69", None, 45.5, 4.5)
    assert [[len(ring) for ring in rings] for rings in area.polygons] == [[3], [4, 3]]
    assert area.polygons[1][0].tolist() == [[45.0, 4.0], [45.0, 5.0], [46.0, 5.0], [46.0, 4.0]]
    assert json.loads(area.outline or "") == geometry


def test_no_row_is_no_area(tmp_path: Path) -> None:
    assert read_areas(written(tmp_path, HEADER), "site") == []
    assert read_areas(written(tmp_path, collection(), "none.json"), "region") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "row 1: expected the columns id, name, kind, lat, lon, radius_km, found no id, name, kind, lat, lon, radius_km among"),
        ("id,name,lat,lon,radius_km\n", "found no kind among id, name, lat, lon, radius_km"),
        (HEADER + "a,A,park,45,4,1\nb,B,park,45,4,wide\n", "sites.csv, row 3: expected a radius_km from 0 to 20016, found 'wide'"),
        (HEADER + "a,A,park,45,4,\n", "row 2: expected a radius_km from 0 to 20016, found ''"),
        (HEADER + "a,A,park,45,4,0\n", "row 2: expected a radius_km above 0, found '0'"),
        (HEADER + "a,A,park,45,4,nan\n", "found 'nan'"),
        (HEADER + "a,A,park,91,4,1\n", "row 2: expected a lat from -90 to 90, found '91'"),
        (HEADER + "a,A,park,45,181,1\n", "row 2: expected a lon from -180 to 180, found '181'"),
        (HEADER + "a,A,park,45\n", "row 2: expected a lon from -180 to 180, found None"),
        (HEADER + "a, ,park,45,4,1\n", "row 2: expected some text as name, found ' '"),
        (HEADER + "a,A,park,45,4,1\na,B,park,46,4,1\n", "row 3: expected an id of its own, found 'a', which row 2 has"),
    ],
)
def test_a_wrong_csv_is_refused_with_file_row_and_column(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        read_areas(written(tmp_path, text), "site")
    assert said in str(error.value)
    assert str(error.value).endswith("Correct the file.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n", "line 1: expected GeoJSON, found text that is no JSON"),
        ("[]", "expected a GeoJSON FeatureCollection with a list of features, found []"),
        (json.dumps(feature(polygon(*SQUARE))), "the file: expected a GeoJSON FeatureCollection with a list of features, found 'Feature'"),
        (collection("FR1"), "feature 1: expected some text as id, found None"),
        (collection(feature(polygon(*SQUARE)), feature(polygon(*SQUARE), id="FR2", kind=None)), "feature 2: expected some text as kind, found None"),
        (
            collection(feature(polygon(*SQUARE)), feature(polygon(*SQUARE))),
            "feature 2: expected an id of its own, found 'FR1', which feature 1 has",
        ),
        (collection(feature(None)), "feature 1 (FR1): expected a Polygon or MultiPolygon (points with a radius are a CSV), found None"),
        (collection(feature({"type": "Point", "coordinates": [4, 45]})), "found 'Point'"),
        (collection(feature(polygon([[4, 45], [5, 45], [4, 45]]))), "feature 1 (FR1): expected rings of at least 3 different positions, found one of 2"),
        (collection(feature(polygon([[4, 45], [5, 95], [4, 46]]))), "feature 1 (FR1): expected a latitude from -90 to 90, found 95"),
        (collection(feature(polygon([[4, 45], ["east", 45], [4, 46]]))), "expected a longitude from -180 to 180, found 'east'"),
        (collection(feature(polygon([[4], [5, 45], [4, 46]]))), "expected positions [longitude, latitude], found [4]"),
        (collection(feature({"type": "Polygon", "coordinates": []})), "expected lists of rings, a ring a list of positions, found []"),
        (collection(feature({"type": "Polygon", "coordinates": [4, 45]})), "expected lists of rings, a ring a list of positions, found 4"),
        (collection(feature({"type": "MultiPolygon"})), "expected lists of rings, a ring a list of positions, found None"),
    ],
)
def test_a_wrong_geojson_is_refused_with_file_and_feature(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        read_areas(written(tmp_path, text, "regions.geojson"), "region")
    assert said in str(error.value)


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.csv: expected a readable file, found none .*Correct its path in \[areas\]"):
        read_areas(tmp_path / "nowhere.csv", "site")
    with pytest.raises(SettingsError, match=r"expected a file that ends in \.csv, \.geojson, \.json, found parks\.xlsx"):
        read_areas(tmp_path / "parks.xlsx", "site")
    (tmp_path / "latin.csv").write_bytes(HEADER.encode() + "a,Malmö".encode("latin-1"))
    with pytest.raises(SourceError, match="expected text in UTF-8, found another encoding"):
        read_areas(tmp_path / "latin.csv", "site")
