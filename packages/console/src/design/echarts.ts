import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, SVGRenderer]);

export type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
export type { ECharts, EChartsCoreOption } from 'echarts/core';
export { init };
