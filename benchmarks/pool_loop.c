/* The floor under a training step: momentum steps over the pixels that are not zero.

   Image i has the pixels offsets[i] <= k < offsets[i + 1]: column[k], value[k] / 255.
   W and V are (785, 16): a row for each pixel and one for the bias, a lane for each class, so that
   a pixel is one vector. Lanes beyond the ten classes have a bias of -1e30, and no output. */
#include <math.h>
#include <stdint.h>

#define PIXELS 784
typedef float lanes __attribute__((vector_size(64)));

static lanes exponential(lanes z) { /* by an array, so that the compiler takes a vector's exp */
  float e[16] __attribute__((aligned(64)));
  *(lanes *)e = z;
  for (int j = 0; j < 16; j++) e[j] = expf(e[j]);
  return *(lanes *)e;
}

void train(const int64_t *order, int steps, int batch, const uint32_t *offsets,
           const uint16_t *column, const uint8_t *value, const int64_t *labels, lanes *W, lanes *V,
           float rate, float fall, float momentum, float l2) {
  const float scale = 1.0f / 255, share = 1.0f / (float)batch;
  for (int step = 0; step < steps; step++, rate -= fall) {
    for (int i = 0; i < PIXELS; i++) V[i] = momentum * V[i] + l2 * W[i];
    V[PIXELS] *= momentum;
    for (int n = 0; n < batch; n++) {
      const int64_t image = order[(int64_t)step * batch + n];
      const uint32_t first = offsets[image], last = offsets[image + 1];
      lanes z = {0}, z1 = {0}, z2 = {0}, z3 = {0}; /* four sums, which do not wait for one another */
      uint32_t k = first;
      for (; k + 4 <= last; k += 4) {
        z += (float)value[k] * W[column[k]];
        z1 += (float)value[k + 1] * W[column[k + 1]];
        z2 += (float)value[k + 2] * W[column[k + 2]];
        z3 += (float)value[k + 3] * W[column[k + 3]];
      }
      for (; k < last; k++) z += (float)value[k] * W[column[k]];
      z = (z + z1 + z2 + z3) * scale + W[PIXELS];
      float top = z[0], sum = 0;
      for (int j = 1; j < 10; j++) top = z[j] > top ? z[j] : top;
      lanes error = exponential(z - top);
      for (int j = 0; j < 10; j++) sum += error[j];
      error /= sum;
      error[labels[image]] -= 1;
      error *= share;
      V[PIXELS] += error;
      error *= scale;
      for (uint32_t k = first; k < last; k++) V[column[k]] += (float)value[k] * error;
    }
    for (int i = 0; i <= PIXELS; i++) W[i] -= rate * V[i];
  }
}
