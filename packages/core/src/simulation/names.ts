import type { Random } from './random.ts';

// the commonest family names, more often the commoner
const families =
  '王王王王李李李李张张张刘刘刘陈陈陈杨杨黄黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万';
const doubles = ['欧阳', '司徒', '上官', '诸葛', '东方'];
const ofWomen =
  '婷雪静丽敏娟艳芳娜秀英慧巧美兰霞平红玉萍玲珍莉佳嘉琼勤月怡梦琪诗涵欣妍晓蕾薇菲雅雯瑶璐倩莹洁颖岚悦宁思雨子萱若';
const ofMen = '伟强磊军洋勇杰涛超明刚辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙晨阳博文轩航子豪';

/** A believable Chinese name, 2–4 characters. Four of five customers of a mother-and-baby shop are women. */
export function personName(random: Random, woman: boolean): string {
  const family = random.chance(0.004) ? random.pick(doubles) : families.charAt(random.int(families.length));
  const pool = woman ? ofWomen : ofMen;
  const first = pool.charAt(random.int(pool.length));
  return random.chance(0.78) ? family + first + pool.charAt(random.int(pool.length)) : family + first;
}

const prefixes = [
  '138',
  '139',
  '137',
  '136',
  '135',
  '150',
  '151',
  '158',
  '159',
  '182',
  '186',
  '188',
  '133',
  '177',
];

/** The phone of person `index`: no two people share one unless the simulation plants it. */
export function personPhone(seed: number, index: number): string {
  // 48 271 has no factor in common with 10⁸, so the digits are a permutation of the index
  const digits = (index * 48_271 + (seed % 100_000) * 997) % 100_000_000;
  return prefixes[index % prefixes.length] + String(digits).padStart(8, '0');
}

/** A number nobody has: 170 and 171 are given to no simulated person. */
export function strayPhone(random: Random): string {
  return `170${String(random.int(100_000_000)).padStart(8, '0')}`;
}
