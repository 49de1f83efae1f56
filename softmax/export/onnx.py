"""The ONNX format, for other programs: pixels in, probabilities and logits out."""

from softmax.data import CLASSES, PIXELS
from softmax.export import model_file
from softmax.training import SavedModel

# For runtimes since 2020; the operators used have not changed since then.
OPSET = 13
IR_VERSION = 7
HEADS = {"softmax": "Softmax", "sigmoid": "Sigmoid"}


def pack(saved: SavedModel) -> bytes:
    """Encode a model.

    The graph takes ``pixels`` (N, 784), float32 in 0..1, row by row from the upper left, ink 1
    and paper 0 (of deskewed digits, if the run was trained on such), and returns
    ``probabilities`` (N, 10) and ``logits`` (N, 10).
    """
    # Imported late: 7 MB of memory that only a download needs.
    import onnx
    from onnx import helper, numpy_helper

    straight = ", straightened first (softmax.drawing.deskew)" if saved.config.deskew else ""

    def value(name: str, width: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["N", width])

    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["pixels", "W", "b"], ["logits"], transB=1),
            helper.make_node(HEADS[saved.model.head], ["logits"], ["probabilities"]),
        ],
        name="softmax_regression",
        inputs=[value("pixels", PIXELS)],
        outputs=[value("probabilities", CLASSES), value("logits", CLASSES)],
        initializer=[
            numpy_helper.from_array(array, name)
            for name, array in model_file.arrays_of(saved).items()
        ],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="Ten Pictures",
        doc_string=f"pixels: 28x28 images as MNIST has them, ink 1 and paper 0{straight}",
    )
    helper.set_model_props(model, {"ten_pictures": model_file.header_of(saved)})
    content: bytes = model.SerializeToString()
    return content
