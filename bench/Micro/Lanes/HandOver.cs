using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Relevo.QueueProcessor.Lanes;
using Relevo.QueueProcessor.Store;

namespace Relevo.Micro.Lanes;

/// <summary>A committed message through the lanes: admitted, taken by a worker, finished. The least it can cost is a plain channel.</summary>
public class HandOver
{
    private const int Batch = 256;
    private readonly Channel<QueuedMessage> _channel = Channel.CreateUnbounded<QueuedMessage>();
    private readonly LaneBook _book = new(new LaneOptions(), tail: 0, TimeProvider.System);
    private readonly QueuedMessage[] _messages = [.. Enumerable.Range(1, Batch).Select(i => Known.Message(i, i))];
    private readonly QueuedMessage[] _sameLane = [.. Enumerable.Range(1, Batch).Select(i => Known.Message(i, 1))];
    private long _position;

    public HandOver()
    {
        foreach (var priority in Enum.GetValues<Contracts.Messages.Priority>())
        {
            _book.CaughtUp(priority, 0);
        }

        for (var i = 0; i < Batch; i++)
        {
            _messages[i].Conversation = (ulong)i + 1;
            _sameLane[i].Conversation = Batch + 1;
        }
    }

    [Benchmark(Baseline = true, Description = "channel alone", OperationsPerInvoke = Batch)]
    public int PlainChannel()
    {
        foreach (var message in _messages)
        {
            _channel.Writer.TryWrite(message);
        }

        var taken = 0;
        while (_channel.Reader.TryRead(out _))
        {
            taken++;
        }

        return taken;
    }

    [Benchmark(Description = "256 conversations", OperationsPerInvoke = Batch)]
    public int Conversations() => Pass(_messages, Batch);

    [Benchmark(Description = "one conversation", OperationsPerInvoke = Batch)]
    public int OneConversation() => Pass(_sameLane, new LaneOptions().MaxPerConversation);

    private int Pass(QueuedMessage[] messages, int atATime)
    {
        var taken = 0;
        for (var from = 0; from < messages.Length; from += atATime)
        {
            foreach (var message in messages.AsSpan(from, Math.Min(atATime, messages.Length - from)))
            {
                message.Position = ++_position;
                _book.Admit(message);
            }

            while (_book.TryTake(out var message))
            {
                _book.Finish(message, LaneOutcome.Complete);
                taken++;
            }
        }

        return taken == messages.Length ? taken : throw new InvalidOperationException($"{taken} of {messages.Length} came through.");
    }
}
