package dev.rehearsal.streams.pipeline;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import java.util.HashMap;
import java.util.Map;

/**
 * Releases what comes in any order by admission number: 1, 2, 3, … without gaps. Counting in any
 * other order is biased (docs/adr/0005). Holds at most as many elements as the window admits; a
 * number that never comes holds back those after it, and they are dropped when the stream ends.
 */
final class AdmissionOrder<T extends Numbered> extends GraphStage<FlowShape<T, T>> {
  private final Inlet<T> in = Inlet.create("AdmissionOrder.in");
  private final Outlet<T> out = Outlet.create("AdmissionOrder.out");
  private final AdmissionWindow window;

  AdmissionOrder(AdmissionWindow window) {
    this.window = window;
  }

  @Override
  public FlowShape<T, T> shape() {
    return FlowShape.of(in, out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final Map<Long, T> waiting = new HashMap<>();
    private long watermark;

    Logic() {
      super(AdmissionOrder.this.shape());
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              T element = grab(in);
              if (element.number() <= watermark || waiting.put(element.number(), element) != null) {
                failStage(
                    new IllegalStateException(
                        "admission number " + element.number() + " came twice"));
              } else {
                release();
                if (!isClosed(in)) {
                  pull(in);
                }
              }
            }

            @Override
            public void onUpstreamFinish() {
              release();
              completeWhenDrained();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              release();
              completeWhenDrained();
            }
          });
    }

    @Override
    public void preStart() {
      pull(in);
    }

    private void release() {
      if (isAvailable(out)) {
        T next = waiting.remove(watermark + 1);
        if (next != null) {
          watermark++;
          push(out, next);
          window.advance(watermark);
        }
      }
    }

    private void completeWhenDrained() {
      if (isClosed(in) && !waiting.containsKey(watermark + 1)) {
        completeStage();
      }
    }
  }
}
