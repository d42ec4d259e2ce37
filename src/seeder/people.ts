/** Made-up people: customers and sales representatives. Any likeness is an accident of short word lists. */
import { timeOrderedId } from "./ids.ts";
import { Random, weighted, zipf } from "./random.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface Rep extends Person {
  readonly id: string;
  readonly region: string;
  /** Percent of revenue. */
  readonly commissionRate: number;
}

/** Makes any customer by number, the same one always: nothing has to be kept. */
export interface CustomerBook {
  id(customer: number, joinedAt: number): string;
  person(customer: number): Person;
  /** @returns which of the reps looks after them; undefined where nobody does */
  rep(customer: number): Rep | undefined;
}

interface Names {
  /** Each written as people write it and, after a bar where that has other letters than a to z, as in an address. */
  readonly given: readonly string[];
  readonly family: readonly string[];
  readonly familyFirst?: true;
}

const names: readonly Names[] = [
  {
    given: words("Emma Oliver Amelia Noah Grace Henry Ruby Leo Alice Jack Nora Samuel Ivy Owen Hazel Daniel"),
    family: words(
      "Carter Hughes Bennett Walsh Morgan Reid Foster Hayes Brooks Doyle Marsh Whitaker Flynn Ellis",
    ),
  },
  {
    given: words(
      "Zoë|zoe Jürgen|juergen Anneke Björn|bjoern Freya Søren|soeren Lotte Matthias Ylva Nils Saskia",
    ),
    family: words(
      "Müller|mueller Lindqvist Jørgensen|joergensen van-Dijk Schäfer|schaefer Åkesson|akesson Vogel Bakker Holm",
    ),
  },
  {
    given: words(
      "Łukasz|lukasz Agnieszka Václav|vaclav Zsófia|zsofia Ilinca Oksana|oksana Đorđe|dorde Ewa Miloš|milos",
    ),
    family: words(
      "Nowak Wiśniewska|wisniewska Dvořák|dvorak Szabó|szabo Ionescu Żuraw|zuraw Horvat Kovač|kovac Jankowska",
    ),
  },
  {
    given: words(
      "Lucía|lucia José|jose Inês|ines João|joao Chiara Matteo Élodie|elodie Benoît|benoit Núria|nuria",
    ),
    family: words(
      "García|garcia Peña|pena Almeida Conceição|conceicao Rossi Lefèvre|lefevre D'Angelo|dangelo Ferrer Moreau",
    ),
  },
  {
    given: words("太郎|taro 花子|hanako 美咲|misaki 健|ken 陽子|yoko 翔|sho"),
    family: words("山田|yamada 佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 渡辺|watanabe"),
    familyFirst: true,
  },
  {
    given: words("伟|wei 静|jing 敏|min 秀英|xiuying 磊|lei 娜|na"),
    family: words("王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang"),
    familyFirst: true,
  },
  {
    given: words("Priya Arjun Meera Rohan Fatima Omar Leila Yusuf Amara Kwame Chidi Thandiwe Zainab Tariq"),
    family: words("Sharma Patel Iyer Rahman Haddad Mansour Okafor Mensah Dlamini Nkosi Demir Aziz Kapoor"),
  },
];
const nameGroup = weighted([34, 18, 12, 14, 5, 4, 13]);
const mailHosts = ["example.com", "example.com", "example.org", "example.net"];
const regions = ["North", "East", "South", "West", "International"];

/** @returns a rep of the shop's, in the order of their weight: the first has most customers */
export function createReps(seed: number, count: number, hiredAt: number): readonly Rep[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new Random(seed, "rep", index);
    const person = createPerson(random, index);
    return {
      id: timeOrderedId(hiredAt, random),
      ...person,
      region: regions[index % regions.length] as string,
      commissionRate: 2 + random.below(25) / 4,
    };
  });
}

export function customerBook(seed: number, reps: readonly Rep[]): CustomerBook {
  const pickRep = weighted(zipf(reps.length, 0.6));
  return {
    id: (customer, joinedAt) => timeOrderedId(joinedAt, new Random(seed, "customer id", customer)),
    person: (customer) => createPerson(new Random(seed, "customer", customer), customer),
    rep(customer) {
      const random = new Random(seed, "customer rep", customer);
      return random.chance(0.8) ? reps[pickRep(random)] : undefined;
    },
  };
}

/** @param unique a number of this person alone, which makes the address unique */
function createPerson(random: Random, unique: number): Person {
  const group = names[nameGroup(random)] as Names;
  const [given = "", givenAscii = given] = random.pick(group.given).split("|");
  const [family = "", familyAscii = family] = random.pick(group.family).split("|");
  const local = `${givenAscii}.${familyAscii}.${unique.toString(36)}`.toLowerCase();
  return {
    name: (group.familyFirst ? `${family} ${given}` : `${given} ${family}`).replace("-", " "),
    email: `${local}@${random.pick(mailHosts)}`,
  };
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
