"""Countries and towns of the world as words of a name.

Belongs here: the single words by which they are written in English. Does not belong here: Chinese
places (chinese.py), or the country that a cell means (countries.py).

Many firms have such a word, so it is never a name by itself, and a name may end before it.
"""

from __future__ import annotations

_COUNTRIES_TEXT = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas
bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia botswana brazil brasil
brunei bulgaria burkina burundi cambodia cameroon canada chad chile colombia comoros congo croatia
cuba cyprus czechia denmark djibouti dominica dprk ecuador egypt emirates england eritrea estonia
ethiopia fiji finland france gabon gambia germany deutschland ghana greece grenada guatemala guinea
guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan
jordan kazakhstan kenya kiribati korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia
libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania
mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar burma
namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay
peru philippines poland portugal qatar romania russia rwanda scotland senegal serbia seychelles
singapore slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan
tanzania thailand togo tunisia turkey turkiye turkmenistan tuvalu uae uganda uk ukraine uruguay usa
uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe
"""
_TOWNS_TEXT = """
aachen abadan abidjan abuja accra adana addis aden ahvaz ajman aleppo alexandria algiers almaty
amman amsterdam ankara antalya antwerp ashgabat astana asuncion athens auckland baghdad bahrain
baku bandar bangalore bangkok barcelona basel basra beirut belfast belgrade bengaluru berlin bern
bilbao birmingham bishkek bogota bologna bonn bordeaux boston bratislava bremen brisbane bristol
brno brussels bucharest budapest buenos busan bursa cairo calcutta calgary cali cape caracas
casablanca chelyabinsk chennai chicago chisinau cologne colombo conakry copenhagen cordoba dakar
dallas damascus damman dammam delhi detroit dhaka doha donetsk dortmund dresden dubai dublin durban
dushanbe dusseldorf edinburgh eindhoven ekaterinburg yekaterinburg erbil esfahan isfahan essen
faisalabad florence frankfurt fujairah gaza geneva genoa glasgow gothenburg graz guadalajara
guayaquil hamburg hanoi hannover havana helsinki homs houston hyderabad incheon irkutsk islamabad
istanbul izmir jakarta jeddah jerusalem johannesburg kabul kaliningrad kampala kandahar karachi
karaj kathmandu kazan kerman kharkiv kharkov khartoum kiev kyiv kinshasa kolkata krakow krasnodar
krasnoyarsk kyoto lagos lahore latakia lausanne leipzig lille lima limassol lisbon liverpool
ljubljana lodz london luanda lugansk luhansk lyon madrid managua manama manchester mandalay manila
maputo maracaibo mariupol marseille mashhad mecca medellin medina melbourne miami milan minsk
montevideo montreal moscow mosul multan mumbai munich murmansk muscat mykolaiv nagoya nairobi
naples nice nicosia novosibirsk nuremberg odessa odesa omsk osaka oslo ottawa palermo paris perm
peshawar petersburg philadelphia piraeus porto prague pretoria pune pyongyang quetta quito rabat
rangoon yangon rawalpindi riga riyadh rome rostov rotterdam salzburg samara sanaa santiago sarajevo
saratov seattle seoul sevastopol sharjah shiraz simferopol skopje sofia stockholm strasbourg
stuttgart surabaya sydney tabriz taipei tallinn tashkent tbilisi tehran teheran tijuana tirana
tokyo toronto toulouse tripoli tunis turin ufa ulaanbaatar utrecht valencia vancouver venice vienna
vientiane vilnius vladivostok volgograd voronezh warsaw washington wellington wroclaw yaroslavl
yerevan yokohama zagreb zaragoza zurich
"""
PLACES = frozenset(_COUNTRIES_TEXT.split()) | frozenset(_TOWNS_TEXT.split())
