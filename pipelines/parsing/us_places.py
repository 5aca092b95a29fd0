"""Ends of addresses in the United States, whose states share their codes with countries.

`Los Angeles, CA` is not in Canada and `Newark, DE 19711` not in Germany, but `Bogota, CO` is in
Colombia. A ZIP code of the state decides, else a city of the state; without either the code of a
state that is something else as well says nothing here.
Belongs here: states, the first three figures of their ZIP codes, their cities.
Does not belong here: other countries (`countries.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_STATES = """
AL Alabama 350-369; AK Alaska 995-999; AZ Arizona 850-865; AR Arkansas 716-729; CA California
900-961; CO Colorado 800-816; CT Connecticut 060-069; DE Delaware 197-199; DC District of Columbia
200-205; FL Florida 320-349; GA Georgia 300-319 398-399; HI Hawaii 967-968; ID Idaho 832-838; IL
Illinois 600-629; IN Indiana 460-479; IA Iowa 500-528; KS Kansas 660-679; KY Kentucky 400-427; LA
Louisiana 700-714; ME Maine 039-049; MD Maryland 206-219; MA Massachusetts 010-027 055-055; MI
Michigan 480-499; MN Minnesota 550-567; MS Mississippi 386-397; MO Missouri 630-658; MT Montana
590-599; NE Nebraska 680-693; NV Nevada 889-898; NH New Hampshire 030-038; NJ New Jersey 070-089;
NM New Mexico 870-884; NY New York 005-005 063-063 100-149; NC North Carolina 270-289; ND North
Dakota 580-588; OH Ohio 430-459; OK Oklahoma 730-749; OR Oregon 970-979; PA Pennsylvania 150-196;
RI Rhode Island 028-029; SC South Carolina 290-299; SD South Dakota 570-577; TN Tennessee 370-385;
TX Texas 750-799 885-885; UT Utah 840-847; VT Vermont 050-059; VA Virginia 201-201 220-246; WA
Washington 980-994; WV West Virginia 247-268; WI Wisconsin 530-549; WY Wyoming 820-831
"""

_CITIES = """
AL: Auburn, Birmingham, Decatur, Dothan, Florence, Hoover, Huntsville, Madison, Mobile, Montgomery,
Tuscaloosa
AR: Bentonville, Conway, Fayetteville, Fort Smith, Jonesboro, Little Rock, Pine Bluff, Rogers,
Springdale
AZ: Avondale, Chandler, Flagstaff, Gilbert, Glendale, Goodyear, Mesa, Peoria, Phoenix, Scottsdale,
Surprise, Tempe, Tucson, Yuma
CA: Alameda, Anaheim, Antioch, Bakersfield, Berkeley, Brea, Burbank, Burlingame, Calabasas,
Camarillo, Campbell, Carlsbad, Carson, Cerritos, Chatsworth, Chino, Chula Vista, City of Industry,
Clovis, Compton, Concord, Corona, Costa Mesa, Cupertino, Daly City, Diamond Bar, Downey, Dublin,
El Cajon, El Monte, El Segundo, Elk Grove, Escondido, Fairfield, Folsom, Fontana, Foster City,
Fremont, Fresno, Fullerton, Garden Grove, Gardena, Glendale, Hawthorne, Hayward, Hollywood,
Huntington Beach, Inglewood, Irvine, La Jolla, Lake Forest, Lancaster, Livermore, Long Beach,
Los Altos, Los Angeles, Los Gatos, Menlo Park, Milpitas, Mission Viejo, Modesto, Monterey Park,
Moreno Valley, Morgan Hill, Mountain View, Murrieta, Napa, Newark, Newport Beach, Norwalk, Oakland,
Oceanside, Oxnard, Palmdale, Palo Alto, Pasadena, Petaluma, Pleasanton, Pomona, Poway,
Rancho Cordova, Rancho Cucamonga, Redding, Redlands, Redondo Beach, Redwood City, Rialto, Riverside,
Roseville, Rowland Heights, Sacramento, Salinas, San Bernardino, San Bruno, San Carlos,
San Clemente, San Diego, San Francisco, San Jose, San Leandro, San Marcos, San Mateo, San Ramon,
Santa Ana, Santa Barbara, Santa Clara, Santa Clarita, Santa Cruz, Santa Maria, Santa Monica,
Santa Rosa, Saratoga, Scotts Valley, Simi Valley, South San Francisco, Stockton, Sunnyvale,
Temecula, Thousand Oaks, Torrance, Tustin, Union City, Vacaville, Vallejo, Van Nuys, Ventura,
Victorville, Visalia, Walnut, Walnut Creek, West Covina, Whittier, Woodland Hills, Yorba Linda
CO: Arvada, Aurora, Boulder, Broomfield, Centennial, Colorado Springs, Denver, Englewood,
Fort Collins, Grand Junction, Greeley, Highlands Ranch, Lakewood, Littleton, Longmont,
Louisville, Loveland, Pueblo, Thornton, Westminster
CT: Bridgeport, Danbury, Greenwich, Hartford, New Haven, Norwalk, Stamford, Waterbury
DE: Claymont, Dover, Greenville, Hockessin, Lewes, Middletown, New Castle, Newark, Smyrna,
Wilmington
GA: Albany, Alpharetta, Athens, Atlanta, Augusta, Columbus, Duluth, Johns Creek, Kennesaw,
Lawrenceville, Macon, Marietta, Norcross, Peachtree City, Roswell, Sandy Springs, Savannah, Smyrna,
Suwanee, Warner Robins
ID: Boise, Caldwell, Coeur d'Alene, Idaho Falls, Meridian, Nampa, Pocatello, Twin Falls
IL: Arlington Heights, Aurora, Bloomington, Bolingbrook, Champaign, Chicago, Cicero, Decatur,
Elgin, Evanston, Joliet, Naperville, Palatine, Peoria, Rockford, Schaumburg, Skokie, Springfield,
Urbana, Waukegan
IN: Bloomington, Carmel, Evansville, Fishers, Fort Wayne, Gary, Hammond, Indianapolis, Kokomo,
Lafayette, Muncie, South Bend, Terre Haute, West Lafayette
KY: Bowling Green, Covington, Florence, Lexington, Louisville, Owensboro
LA: Alexandria, Baton Rouge, Bossier City, Kenner, Lafayette, Lake Charles, Metairie, Monroe,
New Orleans, Shreveport
MA: Andover, Bedford, Billerica, Boston, Braintree, Brockton, Burlington, Cambridge, Chelmsford,
Fall River, Framingham, Haverhill, Lawrence, Lexington, Lowell, Lynn, Malden, Marlborough, Natick,
New Bedford, Newton, Norwood, Quincy, Somerville, Springfield, Wakefield, Waltham, Wellesley,
Westborough, Wilmington, Woburn, Worcester
MD: Annapolis, Baltimore, Bethesda, Bowie, College Park, Columbia, Frederick, Gaithersburg,
Germantown, Glen Burnie, Hagerstown, Rockville, Silver Spring, Towson, Waldorf
ME: Augusta, Bangor, Lewiston, Portland, South Portland
MI: Ann Arbor, Dearborn, Detroit, Farmington Hills, Flint, Grand Rapids, Kalamazoo, Lansing,
Livonia, Novi, Southfield, Sterling Heights, Troy, Warren
MN: Bloomington, Brooklyn Park, Burnsville, Duluth, Eagan, Eden Prairie, Edina, Mankato,
Maple Grove, Minneapolis, Minnetonka, Plymouth, Rochester, Saint Cloud, Saint Paul, St Paul,
Woodbury
MO: Chesterfield, Columbia, Florissant, Independence, Jefferson City, Joplin, Kansas City,
Lee's Summit, O'Fallon, Saint Louis, Springfield, St Louis
MS: Biloxi, Gulfport, Hattiesburg, Jackson, Southaven
MT: Billings, Bozeman, Butte, Great Falls, Helena, Missoula
NC: Asheville, Cary, Chapel Hill, Charlotte, Concord, Durham, Fayetteville, Gastonia, Greensboro,
Greenville, High Point, Jacksonville, Morrisville, Raleigh, Research Triangle Park, Wilmington,
Winston-Salem
NE: Bellevue, Grand Island, Lincoln, Omaha
OR: Beaverton, Bend, Corvallis, Eugene, Gresham, Hillsboro, Portland, Salem, Tigard, Wilsonville
PA: Allentown, Bensalem, Bethlehem, Erie, Exton, Harrisburg, King of Prussia, Lancaster, Malvern,
Philadelphia, Pittsburgh, Reading, Scranton, State College, West Chester, York
RI: Cranston, Newport, Pawtucket, Providence, Warwick
SC: Charleston, Columbia, Greenville, Hilton Head Island, Mount Pleasant, Myrtle Beach,
North Charleston, Rock Hill, Spartanburg, Summerville, Sumter
SD: Aberdeen, Rapid City, Sioux Falls
TN: Chattanooga, Clarksville, Franklin, Jackson, Johnson City, Knoxville, Memphis, Murfreesboro,
Nashville, Oak Ridge
VA: Alexandria, Arlington, Ashburn, Chantilly, Charlottesville, Chesapeake, Fairfax, Falls Church,
Hampton, Herndon, Leesburg, Lynchburg, Manassas, McLean, Newport News, Norfolk, Portsmouth, Reston,
Roanoke, Springfield, Sterling, Suffolk, Tysons, Vienna, Virginia Beach
VT: Burlington, Montpelier, Rutland
WA: Bellevue, Bothell, Everett, Kirkland, Redmond, Renton, Seattle, Spokane, Tacoma, Vancouver
"""

_ALSO_ELSEWHERE = frozenset({"CT", "MI", "OR", "RI", "VT", "WA"})
"""Codes of no country, but of provinces of Italy or a state of Australia."""
_FIVE_FIGURES = frozenset({"DE", "ID", "IL", "LA", "MA", "ME", "MN", "NC", "SD", "VA"})
"""Codes of countries whose own postal codes have five figures."""
_GEORGIAN_CITIES = frozenset({"tbilisi", "batumi", "kutaisi", "rustavi", "poti", "gori", "zugdidi"})

_ENTRY = re.compile(r"([A-Z]{2}) (\D+?)((?: \d{3}-\d{3})+)")
_ZIP_BEHIND = re.compile(r"(?:.*[\s,])?([A-Z]{2})[\s,.]+(\d{4,5})(?:-\d{4})?", re.DOTALL)
_ZIP_BEFORE = re.compile(r".*[\s,](\d{5})(?:-\d{4})?[\s,.]+([A-Z]{2})", re.DOTALL)
_CODE = re.compile(r"(.*?)[\s,]+([A-Z]{2})", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_CITY = 3


def _words(text: str) -> str:
    return " ".join(_LETTERS.findall(text.replace("'", "").replace("\u2019", ""))).casefold()


def _states() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """The first figures of the ZIP codes of each state, and its code by its name."""
    figures, codes = {}, {}
    for entry in " ".join(_STATES.split()).split("; "):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise ValueError(f"{entry!r} is no state")
        code, name, ranges = match.groups()
        bounds = [(int(one[:3]), int(one[4:])) for one in ranges.split()]
        figures[code] = frozenset(
            f"{number:03}" for first, last in bounds for number in range(first, last + 1)
        )
        codes[_words(name)] = code
    return figures, codes


def _cities() -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    for state, names in re.findall(r"([A-Z]{2}):([^:]+)(?=\s[A-Z]{2}:|\s*\Z)", _CITIES):
        found[state] = names.split(",")
    return {state: frozenset(map(_words, names)) for state, names in found.items()}


_ZIP_FIGURES, _CODE_OF_NAME = _states()
STATE_CODES = frozenset(_ZIP_FIGURES)
"""Postal codes of the states."""
_CITIES_OF = _cities()


def country_by_state(parts: Sequence[str], country_codes: frozenset[str]) -> str | None:
    """The country that the state at the end of an address decides: US, GE, `""` for neither.

    `parts` stand between the commas of the address. None where no state is at its end, or its code
    is that of a country and nothing says that the state is meant.
    """
    address = ", ".join(parts)
    behind = _ZIP_BEHIND.fullmatch(address)
    if behind is not None and (code := behind[1]) in _ZIP_FIGURES:
        if _fits(code, behind[2]):
            return "US"
        is_possible = code not in country_codes or code in _FIVE_FIGURES or len(behind[2]) != 5
        return None if is_possible else ""
    before = _ZIP_BEFORE.fullmatch(address)
    if before is not None and before[2] != "ID" and _fits(before[2], before[1]):
        return "US"
    at_end = _CODE.fullmatch(address)
    if at_end is not None and (code := at_end[2]) in _ZIP_FIGURES:
        if code not in country_codes and code not in _ALSO_ELSEWHERE:
            return "US" if parts[-1] == code else None
        return "US" if _city_at_end(at_end[1]) & _CITIES_OF[code] else None
    return _by_name(parts)


def _by_name(parts: Sequence[str]) -> str | None:
    code = _CODE_OF_NAME.get(_words(parts[-1]))
    if code is None or len(parts) < 2:
        return None
    if code != "GA":
        return "US"
    cities = _city_at_end(", ".join(parts[:-1]))
    return "US" if cities & _CITIES_OF[code] else "GE" if cities & _GEORGIAN_CITIES else ""


def _fits(code: str, number: str) -> bool:
    """Whether a ZIP code is one of the state; a zero at its beginning may be lost."""
    return number.zfill(5)[:3] in _ZIP_FIGURES.get(code, ())


def _city_at_end(text: str) -> set[str]:
    """What may be the name of the city that a text ends with."""
    words = _words(text.rsplit(",", 1)[-1]).split()
    return {" ".join(words[-count:]) for count in range(1, _LONGEST_CITY + 1) if words}
