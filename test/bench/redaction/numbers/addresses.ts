import type { Language } from '../labelled-text.ts';
import type { Dice } from '../random.ts';

/** Made-up house numbers in streets whose names are everywhere. */
export function address(dice: Dice, language: Language): string {
  const separator = dice.pick([', ', ', ', '\n']);
  switch (language) {
    case 'en':
      return dice.oneIn(2) ? american(dice, separator) : british(dice, separator);
    case 'de':
      return german(dice, separator);
    case 'es':
      return spanish(dice, separator);
    case 'fr':
      return french(dice, separator);
  }
}

function american(dice: Dice, separator: string): string {
  const street = `${dice.between(10, 9800)} ${dice.pick(['', '', 'N ', 'West '])}${dice.pick(['Maple', 'Oak', 'Cedar', 'Lincoln', 'Sunset', 'Park', 'Washington', 'Elm'])} ${dice.pick(['Street', 'St', 'Ave', 'Avenue', 'Blvd', 'Drive', 'Lane', 'Rd', 'Court'])}`;
  const unit = dice.oneIn(4) ? dice.pick([`, Apt ${dice.between(1, 40)}${dice.from('ABC', 1)}`, ` #${dice.between(2, 300)}`, `, Unit ${dice.between(1, 30)}`]) : '';
  const place = dice.pick([['Springfield, IL', '627'], ['Portland, OR', '972'], ['Denver, CO', '802'], ['Austin, TX', '787'], ['Madison, WI', '537'], ['Albany, NY', '122']] as const);
  return `${street}${unit}${separator}${place[0]} ${place[1]}${dice.digits(2)}${dice.pick(['', '', `-${dice.digits(4)}`, separator === '\n' ? '\nUSA' : ', USA'])}`;
}

function british(dice: Dice, separator: string): string {
  const street = `${dice.pick(['', '', 'Flat 3, ', 'Flat 12B, '])}${dice.between(1, 240)}${dice.pick(['', '', 'a'])} ${dice.pick(['High', 'Church', 'Victoria', 'Station', 'Mill', 'Queens', 'Albert', 'Kingsley'])} ${dice.pick(['Street', 'Road', 'Lane', 'Close', 'Avenue', 'Terrace', 'Gardens'])}`;
  const place = dice.pick([['Leeds', 'LS'], ['Bristol', 'BS'], ['Manchester', 'M'], ['York', 'YO'], ['Norwich', 'NR'], ['Cardiff', 'CF'], ['London', 'SE']] as const);
  return `${street}${separator}${place[0]} ${place[1]}${dice.between(1, 20)} ${dice.between(1, 9)}${dice.from('ABDEFGHJLNPQRSTUWXYZ', 2)}`;
}

function german(dice: Dice, separator: string): string {
  const street = dice.pick(['Hauptstraße', 'Bahnhofstr.', 'Gartenweg', 'Schillerstraße', 'Am Markt', 'Lindenallee', 'Kirchgasse', 'Goethestr.', 'Ringstraße', 'Berliner Platz', 'An der Mühle']);
  const place = dice.pick(['10115 Berlin', '20095 Hamburg', '50667 Köln', '80331 München', '70173 Stuttgart', '04109 Leipzig', '76133 Karlsruhe', '28195 Bremen', '79098 Freiburg im Breisgau', '60311 Frankfurt am Main']);
  const house = `${dice.between(1, 180)}${dice.pick(['', '', '', 'a', ' b'])}`;
  return `${street} ${house}${separator}${dice.pick(['', '', '', 'D-'])}${place}${dice.oneIn(6) ? (separator === '\n' ? '\nDeutschland' : ', Deutschland') : ''}`;
}

function spanish(dice: Dice, separator: string): string {
  const street = dice.pick(['Calle Mayor', 'C/ Real', 'Avda. de la Constitución', 'Calle de Alcalá', 'Plaza de España', 'Paseo de Gracia', 'C/ San Juan', 'Avenida del Puerto', 'Calle Luna']);
  const floor = dice.oneIn(2) ? dice.pick([', 2º B', ', 3º izda.', ', bajo A', ', 5º 1ª', ', piso 4']) : '';
  const place = dice.pick(['28013 Madrid', '08007 Barcelona', '46001 Valencia', '41001 Sevilla', '48001 Bilbao', '50001 Zaragoza', '29005 Málaga', '33201 Gijón']);
  return `${street}${dice.pick([', ', ' ', ' nº '])}${dice.between(1, 150)}${floor}${separator}${place}${dice.oneIn(6) ? (separator === '\n' ? '\nEspaña' : ', España') : ''}`;
}

function french(dice: Dice, separator: string): string {
  const street = dice.pick(['rue de la République', 'avenue Victor Hugo', 'rue des Lilas', 'boulevard Gambetta', 'place de la Mairie', 'rue du Moulin', 'chemin des Vignes', 'allée des Tilleuls', 'impasse du Four']);
  const place = dice.pick(['75011 Paris', '69003 Lyon', '13001 Marseille', '31000 Toulouse', '44000 Nantes', '59000 Lille', '67000 Strasbourg', '35000 Rennes', '63000 Clermont-Ferrand']);
  return `${dice.between(1, 180)}${dice.pick(['', '', ' bis', ','])} ${street}${separator}${place}${dice.oneIn(6) ? (separator === '\n' ? '\nFrance' : ', France') : ''}`;
}
