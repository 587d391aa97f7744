/**
 * Where each of the 98 municipalities stands on the tile map: roughly where it lies, with the sea
 * between Jutland, Funen, Zealand and Bornholm kept open. Names and codes as in the national list
 * of municipality codes; the abbreviations are ours.
 */
export interface Tile {
  /** Four-digit municipality code. */
  code: string
  column: number
  row: number
  /** Three letters, no two alike. */
  short: string
  name: string
}

export const tileColumns = 17
export const tileRows = 11

type Row = [code: string, column: number, row: number, short: string, name: string]

const rows: Row[] = [
  ['0101', 16, 5, 'Kbh', 'København'],
  ['0147', 15, 5, 'Frb', 'Frederiksberg'],
  ['0151', 12, 4, 'Bal', 'Ballerup'],
  ['0153', 13, 6, 'Brb', 'Brøndby'],
  ['0155', 16, 7, 'Dra', 'Dragør'],
  ['0157', 16, 4, 'Gen', 'Gentofte'],
  ['0159', 14, 4, 'Gla', 'Gladsaxe'],
  ['0161', 13, 5, 'Glo', 'Glostrup'],
  ['0163', 13, 4, 'Hrl', 'Herlev'],
  ['0165', 12, 5, 'Alb', 'Albertslund'],
  ['0167', 14, 6, 'Hvi', 'Hvidovre'],
  ['0169', 11, 5, 'HTa', 'Høje-Taastrup'],
  ['0173', 15, 4, 'Lyn', 'Lyngby-Taarbæk'],
  ['0175', 14, 5, 'Rød', 'Rødovre'],
  ['0183', 13, 7, 'Ish', 'Ishøj'],
  ['0185', 16, 6, 'Tår', 'Tårnby'],
  ['0187', 12, 6, 'Val', 'Vallensbæk'],
  ['0190', 14, 3, 'Fur', 'Furesø'],
  ['0201', 14, 2, 'All', 'Allerød'],
  ['0210', 15, 1, 'Fdb', 'Fredensborg'],
  ['0217', 15, 0, 'Hel', 'Helsingør'],
  ['0219', 14, 1, 'Hil', 'Hillerød'],
  ['0223', 15, 2, 'Hør', 'Hørsholm'],
  ['0230', 15, 3, 'Rud', 'Rudersdal'],
  ['0240', 13, 3, 'Ege', 'Egedal'],
  ['0250', 13, 2, 'Frs', 'Frederikssund'],
  ['0253', 12, 7, 'Grv', 'Greve'],
  ['0259', 11, 8, 'Køg', 'Køge'],
  ['0260', 13, 1, 'Hal', 'Halsnæs'],
  ['0265', 11, 6, 'Ros', 'Roskilde'],
  ['0269', 11, 7, 'Sol', 'Solrød'],
  ['0270', 14, 0, 'Gri', 'Gribskov'],
  ['0306', 10, 3, 'Ods', 'Odsherred'],
  ['0316', 10, 4, 'Hbk', 'Holbæk'],
  ['0320', 11, 9, 'Fax', 'Faxe'],
  ['0326', 9, 4, 'Kal', 'Kalundborg'],
  ['0329', 10, 7, 'Rin', 'Ringsted'],
  ['0330', 9, 8, 'Sla', 'Slagelse'],
  ['0336', 12, 8, 'Ste', 'Stevns'],
  ['0340', 9, 7, 'Sor', 'Sorø'],
  ['0350', 10, 5, 'Lej', 'Lejre'],
  ['0360', 9, 10, 'Lol', 'Lolland'],
  ['0370', 10, 8, 'Næs', 'Næstved'],
  ['0376', 10, 10, 'Gul', 'Guldborgsund'],
  ['0390', 10, 9, 'Vor', 'Vordingborg'],
  ['0400', 16, 9, 'Bor', 'Bornholm'],
  ['0410', 5, 8, 'Mid', 'Middelfart'],
  ['0420', 5, 9, 'Ass', 'Assens'],
  ['0430', 6, 9, 'Faa', 'Faaborg-Midtfyn'],
  ['0440', 7, 7, 'Ker', 'Kerteminde'],
  ['0450', 7, 8, 'Nyb', 'Nyborg'],
  ['0461', 6, 8, 'Ode', 'Odense'],
  ['0479', 7, 9, 'Sve', 'Svendborg'],
  ['0480', 6, 7, 'NFy', 'Nordfyns'],
  ['0482', 7, 10, 'Lan', 'Langeland'],
  ['0492', 6, 10, 'Ærø', 'Ærø'],
  ['0510', 2, 8, 'Had', 'Haderslev'],
  ['0530', 2, 6, 'Bil', 'Billund'],
  ['0540', 3, 9, 'Søn', 'Sønderborg'],
  ['0550', 1, 9, 'Tøn', 'Tønder'],
  ['0561', 1, 7, 'Esb', 'Esbjerg'],
  ['0563', 0, 7, 'Fan', 'Fanø'],
  ['0573', 1, 6, 'Var', 'Varde'],
  ['0575', 2, 7, 'Vjn', 'Vejen'],
  ['0580', 2, 9, 'Aab', 'Aabenraa'],
  ['0607', 4, 7, 'Frc', 'Fredericia'],
  ['0615', 4, 6, 'Hrs', 'Horsens'],
  ['0621', 3, 8, 'Kol', 'Kolding'],
  ['0630', 3, 7, 'Vjl', 'Vejle'],
  ['0657', 2, 4, 'Hrn', 'Herning'],
  ['0661', 1, 4, 'Hsb', 'Holstebro'],
  ['0665', 0, 3, 'Lem', 'Lemvig'],
  ['0671', 1, 3, 'Str', 'Struer'],
  ['0706', 5, 4, 'SDj', 'Syddjurs'],
  ['0707', 5, 3, 'NDj', 'Norddjurs'],
  ['0710', 4, 4, 'Fav', 'Favrskov'],
  ['0727', 5, 5, 'Odd', 'Odder'],
  ['0730', 4, 3, 'Ran', 'Randers'],
  ['0740', 3, 4, 'Sil', 'Silkeborg'],
  ['0741', 6, 6, 'Sam', 'Samsø'],
  ['0746', 3, 5, 'Ska', 'Skanderborg'],
  ['0751', 4, 5, 'Aar', 'Aarhus'],
  ['0756', 2, 5, 'IkB', 'Ikast-Brande'],
  ['0760', 1, 5, 'RkS', 'Ringkøbing-Skjern'],
  ['0766', 3, 6, 'Hed', 'Hedensted'],
  ['0773', 1, 2, 'Mor', 'Morsø'],
  ['0779', 2, 3, 'Ski', 'Skive'],
  ['0787', 1, 1, 'Thi', 'Thisted'],
  ['0791', 3, 3, 'Vib', 'Viborg'],
  ['0810', 3, 1, 'Brs', 'Brønderslev'],
  ['0813', 4, 0, 'Frh', 'Frederikshavn'],
  ['0820', 2, 2, 'VHi', 'Vesthimmerlands'],
  ['0825', 6, 0, 'Læs', 'Læsø'],
  ['0840', 3, 2, 'Reb', 'Rebild'],
  ['0846', 4, 2, 'Mar', 'Mariagerfjord'],
  ['0849', 2, 1, 'Jam', 'Jammerbugt'],
  ['0851', 4, 1, 'Aal', 'Aalborg'],
  ['0860', 3, 0, 'Hjø', 'Hjørring'],
]

export const tileGrid: readonly Tile[] = rows.map(([code, column, row, short, name]) => ({
  code,
  column,
  row,
  short,
  name,
}))
