import type { Random } from './random.ts';

/** A product; `from`–`to` are the months of a baby's age it is for (negative: before birth). */
export interface Product {
  sku: string;
  name: string;
  category: string;
  priceMinor: number;
  from: number;
  to: number;
  weight: number;
}

const p = (
  sku: string,
  name: string,
  category: string,
  yuan: number,
  from: number,
  to: number,
  weight: number,
): Product => ({ sku, name, category, priceMinor: yuan * 100, from, to, weight });

/** What the brand sells. Consumables (奶粉, 纸尿裤) weigh most: they are what brings people back. */
export const products: readonly Product[] = [
  p('F1-800', '启蕴1段奶粉 800g', '奶粉', 318, 0, 6, 9),
  p('F2-800', '启蕴2段奶粉 800g', '奶粉', 298, 6, 12, 9),
  p('F3-800', '启蕴3段奶粉 800g', '奶粉', 268, 12, 36, 9),
  p('F4-800', '学优4段奶粉 800g', '奶粉', 228, 36, 60, 6),
  p('FM-800', '孕享妈妈奶粉 800g', '奶粉', 198, -9, 3, 4),
  p('D-NB', '云柔纸尿裤 NB 84片', '纸尿裤', 99, 0, 2, 8),
  p('D-S', '云柔纸尿裤 S 78片', '纸尿裤', 109, 2, 5, 8),
  p('D-M', '云柔纸尿裤 M 68片', '纸尿裤', 119, 4, 10, 8),
  p('D-L', '云柔纸尿裤 L 58片', '纸尿裤', 129, 8, 18, 7),
  p('D-XL', '云柔拉拉裤 XL 50片', '纸尿裤', 139, 15, 36, 6),
  p('W-80', '婴儿湿巾 80抽×6', '洗护', 49, 0, 48, 5),
  p('C-SH', '氨基酸沐浴露 400ml', '洗护', 59, 0, 60, 3),
  p('C-LO', '润肤乳 200ml', '洗护', 79, 0, 60, 3),
  p('B-PPSU', 'PPSU奶瓶 240ml', '喂养', 129, -2, 14, 3),
  p('B-CUP', '学饮杯', '喂养', 69, 8, 30, 2),
  p('R-RICE', '高铁米粉 225g', '辅食', 68, 5, 18, 5),
  p('R-PUFF', '溶豆泡芙', '辅食', 39, 8, 36, 4),
  p('R-DHA', '藻油DHA 30粒', '营养', 198, 0, 48, 3),
  p('R-D3', '维生素D3滴剂', '营养', 88, 0, 36, 3),
  p('M-FA', '叶酸复合片', '孕产', 128, -9, 0, 4),
  p('M-BAG', '待产包 38件', '孕产', 399, -4, 0, 4),
  p('M-PUMP', '电动吸奶器', '孕产', 699, -2, 6, 1),
  p('T-BED', '婴儿床', '用品', 1299, -3, 4, 0.6),
  p('T-CAR', '轻便婴儿车', '用品', 899, -3, 12, 0.8),
  p('T-SEAT', '安全座椅', '用品', 1580, -3, 36, 0.6),
  p('K-BODY', '新疆棉连体衣 2件', '童装', 119, 0, 18, 3),
  p('K-SET', '春秋套装', '童装', 159, 12, 60, 3),
  p('Y-RING', '牙胶摇铃', '玩具', 45, 2, 12, 2),
  p('Y-BLOCK', '软积木 60粒', '玩具', 139, 10, 48, 2),
  p('Y-BOOK', '触摸布书', '玩具', 56, 4, 24, 2),
];

const youngest = -9;
const oldest = 60;

/** For each month of age the products that fit, each repeated by its weight, so that a pick is one draw. */
const shelves: Product[][] = [];
for (let age = youngest; age <= oldest; age++) {
  shelves.push(
    products
      .filter((product) => product.from <= age && age <= product.to)
      .flatMap((product) => Array<Product>(Math.max(1, Math.round(product.weight * 2))).fill(product)),
  );
}

/** A product that suits a baby of `months`. */
export function productForAge(random: Random, months: number): Product {
  const age = Math.min(oldest, Math.max(youngest, Math.floor(months)));
  const shelf = shelves[age - youngest];
  if (!shelf) throw new Error(`no shelf for ${months} months`);
  return random.pick(shelf);
}

/** One line of an order. */
export interface OrderLine {
  product: Product;
  quantity: number;
}

/** Lines whose sum comes as near as whole products allow to `targetMinor`; at most four products. */
export function fillBasket(random: Random, months: number, targetMinor: number): OrderLine[] {
  const lines: OrderLine[] = [];
  let left = targetMinor;
  while (lines.length < 4 && (lines.length === 0 || left > 5000)) {
    const product = productForAge(random, months);
    if (lines.length > 0 && product.priceMinor > left * 1.3) break;
    const most = Math.max(1, Math.min(6, Math.floor(left / product.priceMinor)));
    const quantity = 1 + random.int(most);
    lines.push({ product, quantity });
    left -= quantity * product.priceMinor;
  }
  return lines;
}
