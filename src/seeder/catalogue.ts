/** What the shop sells: a tree of categories, and products with prices that change and seasons that suit them. */
import { timeOrderedId } from "./ids.ts";
import { Random, weighted, zipf } from "./random.ts";

export interface Category {
  readonly id: string;
  readonly name: string;
  /** Null at the top. */
  readonly parentId: string | null;
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly categoryId: string;
  /** Today's, in cents. */
  readonly price: number;
  /** Today's, in cents; null where the shop never learned it. */
  readonly cost: number | null;
  readonly stock: number;
  /** When it is first sold, as a share of the seeded time. */
  readonly launchedAt: number;
  /** The same, in milliseconds since 1970. */
  readonly madeAt: number;
  /** When it got today's price, as a share of the seeded time. */
  readonly repricedAt: number;
  /** The month, from 1, that it sells best in. */
  readonly peakMonth: number | undefined;
}

export interface Catalogue {
  readonly categories: readonly Category[];
  /** The best known first. */
  readonly products: readonly Product[];
  /**
   * @param share how much of the seeded time has passed, from 0 to 1
   * @param month from 1
   * @returns a product that is sold then, the better known and the better suited to the month the likelier
   */
  pick(random: Random, share: number, month: number): Product;
}

interface Shelf {
  /** From the top of the tree, with ` > ` between levels. */
  readonly path: string;
  readonly things: readonly string[];
  /** Whole units of the shop's currency. */
  readonly cheapest: number;
  readonly dearest: number;
  readonly peakMonth: number | undefined;
}

const shelves: readonly Shelf[] = [
  shelf("Electronics > Audio > Headphones", "Headphones, Earbuds, Studio Headset", 25, 380),
  shelf("Electronics > Audio > Speakers", "Bookshelf Speaker, Travel Speaker, Soundbar", 35, 620),
  shelf("Electronics > Audio > Turntables", "Turntable, Phono Preamp, Record Brush", 15, 540),
  shelf("Electronics > Computing > Laptops", "Laptop 13, Laptop 15, Convertible", 590, 2200),
  shelf("Electronics > Computing > Monitors", "Monitor 24, Monitor 27, Monitor Arm", 60, 760),
  shelf("Electronics > Computing > Accessories", "Keyboard, Mouse, USB-C Dock, Webcam", 15, 190),
  shelf("Electronics > Phones > Smartphones", "Smartphone, Phone Plus", 190, 1150, 9),
  shelf("Electronics > Phones > Chargers", "Charger, Power Bank, Charging Cable", 9, 75),
  shelf("Home > Kitchen > Cookware", "Frying Pan, Saucepan, Casserole, Wok", 19, 240),
  shelf("Home > Kitchen > Coffee", "Coffee Grinder, Moka Pot, Pour-over Set, Milk Jug", 12, 280),
  shelf("Home > Kitchen > Appliances", "Kettle, Toaster, Stand Mixer, Blender", 29, 420),
  shelf("Home > Furniture > Seating", "Armchair, Dining Chair, Stool, Sofa", 49, 1400),
  shelf("Home > Furniture > Tables", "Desk, Side Table, Dining Table", 59, 1100),
  shelf("Home > Furniture > Storage", "Bookshelf, Sideboard, Shoe Rack", 39, 690),
  shelf("Home > Textiles > Bedding", "Duvet, Pillow, Linen Sheet, Quilt", 19, 260),
  shelf("Home > Textiles > Rugs", "Wool Rug, Runner, Doormat", 15, 480),
  shelf("Home > Lighting", "Desk Lamp, Pendant, Floor Lamp, Lantern", 18, 310, 11),
  shelf("Outdoor > Camping > Tents", "Tent for Two, Family Tent, Tarp", 49, 690, 6),
  shelf("Outdoor > Camping > Sleeping", "Sleeping Bag, Sleeping Mat, Hammock", 25, 320, 6),
  shelf("Outdoor > Cycling > Parts", "Saddle, Pedals, Bicycle Light, Bell", 9, 140, 5),
  shelf("Outdoor > Cycling > Bags", "Pannier, Frame Bag, Handlebar Bag", 29, 190, 5),
  shelf("Outdoor > Garden", "Secateurs, Watering Can, Planter, Hand Fork", 8, 110, 5),
  shelf("Clothing > Women > Dresses", "Midi Dress, Wrap Dress, Summer Dress", 35, 190, 6),
  shelf("Clothing > Women > Knitwear", "Cardigan, Roll-neck, Merino Jumper", 39, 180, 11),
  shelf("Clothing > Men > Shirts", "Oxford Shirt, Linen Shirt, T-shirt", 15, 120),
  shelf("Clothing > Men > Trousers", "Chinos, Jeans, Corduroys", 39, 150),
  shelf("Clothing > Shoes > Boots", "Chelsea Boots, Hiking Boots, Rain Boots", 59, 290, 10),
  shelf("Clothing > Shoes > Trainers", "Trainers, Running Shoes, Canvas Shoes", 39, 180, 4),
  shelf("Clothing > Children", "Romper, Dungarees, Wool Socks", 7, 65),
  shelf("Beauty > Skin care", "Face Cream, Cleansing Oil, Sun Milk", 8, 85, 7),
  shelf("Beauty > Fragrance", "Eau de Parfum, Scented Candle, Room Spray", 14, 160, 12),
  shelf("Beauty > Shaving", "Safety Razor, Shaving Soap, Badger Brush", 6, 95),
  shelf("Books > Fiction", "Novel, Short Stories, Poems", 9, 29, 12),
  shelf("Books > Cookery", "Cookbook, Baking Book", 15, 45, 12),
  shelf("Toys > Building", "Building Blocks, Marble Run, Model Train", 15, 220, 12),
  shelf("Toys > Games", "Board Game, Card Game, Puzzle", 8, 60, 12),
  shelf("Office > Paper", "Notebook, Planner, Letter Paper", 4, 38, 9),
  shelf("Office > Writing", "Fountain Pen, Rollerball, Pencil Set", 3, 160, 9),
  shelf("Pantry > Tea", "Green Tea, Earl Grey, Herbal Tea", 4, 32, 11),
  shelf("Pantry > Sweets", "Dark Chocolate, Nougat, Fruit Jellies", 3, 36, 12),
];
const makers = list(
  "Aurela, Bramble & Co, Calder, Dunmore, Ekholm, Fjordlys, Galven, Halden, Iskra, Juniper Lane, Kestrel, Lumo, " +
    "Marrow, Nordby, Ostara, Pellworm, Quillon, Rivage, Sólheim, Tamsin, Ullr, Verdigris, Wren, Yarrow, Zephyr",
);
const styles = list(
  "Classic, Mini, Pro, Eco, Studio, Plus, Nova, Atelier, Heritage, Light, Compact, Duo, Coastal, Graphite, Ochre, " +
    "Moss, Sienna, Midnight, Ivory, Copper, No. 3, No. 7, Edition, Everyday",
);

/**
 * @param opensAt milliseconds since 1970: when the categories were made
 * @param closesAt milliseconds since 1970: the end of the seeded time
 */
export function createCatalogue(seed: number, count: number, opensAt: number, closesAt: number): Catalogue {
  const tree = createTree(new Random(seed, "categories"), opensAt);
  const leaves = shelves.map(({ path }) => tree.place(path).id);
  const taken = new Set<string>();
  const products = Array.from({ length: count }, (_, rank) => {
    const productRandom = new Random(seed, "product", rank);
    const shelfIndex = productRandom.below(shelves.length);
    const launchedAt = productRandom.chance(0.65) ? 0 : productRandom.between(0, 0.95);
    const madeAt = Math.round(opensAt + launchedAt * (closesAt - opensAt));
    return {
      id: timeOrderedId(madeAt, productRandom),
      madeAt,
      categoryId: leaves[shelfIndex] as string,
      launchedAt,
      ...createArticle(productRandom, shelves[shelfIndex] as Shelf, rank, taken),
    };
  });
  const byFame = weighted(zipf(count));
  return {
    categories: tree.categories(),
    products,
    pick(random, share, month) {
      for (;;) {
        const product = products[byFame(random)] as Product;
        if (share >= product.launchedAt && random.chance(suits(product.peakMonth, month))) return product;
      }
    },
  };
}

function createTree(random: Random, madeAt: number): {
  place(path: string): Category;
  categories(): readonly Category[];
} {
  const known = new Map<string, Category>();
  const place = (path: string): Category => {
    const found = known.get(path);
    if (found) return found;
    const cut = path.lastIndexOf(" > ");
    const parentId = cut < 0 ? null : place(path.slice(0, cut)).id;
    const category = { id: timeOrderedId(madeAt, random), name: path.slice(cut < 0 ? 0 : cut + 3), parentId };
    known.set(path, category);
    return category;
  };
  return { place, categories: () => [...known.values()] };
}

/** @returns what a product cost the shop and its buyers, in cents, when `share` of the seeded time had passed */
export function pricesAt(
  product: Product,
  share: number,
): { readonly price: number; readonly cost: number | null } {
  if (share >= product.repricedAt) return product;
  return {
    price: Math.round(product.price * 0.94),
    cost: product.cost === null ? null : Math.round(product.cost * 0.92),
  };
}

function createArticle(
  random: Random,
  { things, cheapest, dearest, peakMonth }: Shelf,
  rank: number,
  taken: Set<string>,
): Pick<Product, "name" | "price" | "cost" | "stock" | "repricedAt" | "peakMonth"> {
  let name: string;
  do name = `${random.pick(makers)} ${random.pick(things)} ${random.pick(styles)}`; while (taken.has(name));
  taken.add(name);
  // On a logarithmic scale, as prices are, and most of them near the cheap end.
  const worth = Math.round(cheapest * (dearest / cheapest) ** (random.unit() ** 1.6));
  const price = worth * 100 - random.pick([0, 1, 1, 5, 10]);
  const cost = Math.round(price * random.between(0.38, 0.8));
  return {
    name,
    price,
    // A fixed rank in every 40, none of the best known, so that about the same share of lines lacks its cost always.
    cost: rank % 40 === 25 ? null : cost,
    stock: random.below(500),
    repricedAt: random.between(-0.5, 1),
    peakMonth,
  };
}

function suits(peakMonth: number | undefined, month: number): number {
  if (peakMonth === undefined) return 0.6;
  const apart = Math.abs(peakMonth - month);
  return [1, 0.8, 0.5][Math.min(apart, 12 - apart)] ?? 0.35;
}

function shelf(path: string, things: string, cheapest: number, dearest: number, peakMonth?: number): Shelf {
  return { path, things: list(things), cheapest, dearest, peakMonth };
}

function list(text: string): readonly string[] {
  return text.split(", ");
}
